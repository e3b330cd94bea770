using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>Two ends that talk over a network which delays, loses and repeats by a seed, in a time of its own.</summary>
internal sealed class ConversationWorld : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);

    private readonly PriorityQueue<Action, (Instant At, long Order)> _events = new();
    private readonly Random _random;
    private long _order;

    public ConversationWorld(int seed, ConversationSettings? settings = null)
    {
        _random = new Random(seed);
        var numbers = settings ?? new ConversationSettings();
        (Alice, Bob) = (new End(this, new Party(1), numbers), new End(this, new Party(2), numbers));
        (Alice.Other, Bob.Other) = (Bob, Alice);
        Alice.Begin();
        Bob.Begin();
    }

    public End Alice { get; }

    public End Bob { get; }

    public Instant Now { get; private set; } = Party.Now;

    public double Loss { get; set; }

    public double Repetition { get; set; }

    public bool LosesHellos { get; set; }

    public void Dispose()
    {
        Alice.Dispose();
        Bob.Dispose();
    }

    public void At(TimeSpan wait, Action action) => _events.Enqueue(action, (Now + wait, _order++));

    public void Run(TimeSpan span)
    {
        var end = Now + span;
        while (_events.TryPeek(out _, out var next) && next.At <= end)
        {
            var action = _events.Dequeue();
            Now = next.At;
            action();
        }

        Now = end;
    }

    public TimeSpan Within(double seconds) => TimeSpan.FromSeconds(_random.NextDouble() * seconds);

    /// <summary>Carries something over, not at all, once or twice.</summary>
    private void Carry(Action arrival)
    {
        if (_random.NextDouble() < Loss) return;
        At(Within(0.3), arrival);
        if (_random.NextDouble() < Repetition) At(Within(1), arrival);
    }

    /// <summary>One of the two, with what became of its messages.</summary>
    internal sealed class End(ConversationWorld world, Party party, ConversationSettings settings)
        : IConversationEffects, IDisposable
    {
        private Conversation _conversation = null!;
        private Instant? _wakeAt;
        private int _lastId;
        private int _underWay;

        public End Other { get; set; } = null!;

        public Party Party => party;

        public bool HasReceiver { get; set; } = true;

        public Dictionary<MessageId, Undelivered?> Outcomes { get; } = [];

        public HashSet<MessageId> Sent { get; } = [];

        public List<string> Opened { get; } = [];

        public int Sessions { get; private set; }

        /// <summary>The most messages that waited for a receipt at once.</summary>
        public int MostUnderWay { get; private set; }

        public int Open => _conversation.Open;

        public bool IsEstablished => _conversation.IsEstablished;

        public void Begin() => _conversation =
            new(party.Signer, Other.Party.Address, settings, party.Responder, party.Fill, this);

        /// <summary>As after a restart: no session is left.</summary>
        public void Restart()
        {
            _conversation.Dispose();
            Begin();
        }

        public MessageId Say(TimeSpan patience)
        {
            var bytes = new byte[MessageId.Bytes];
            bytes[0] = party.Address.Account.ToByteArray()[0];
            BitConverter.TryWriteBytes(bytes.AsSpan(4), ++_lastId);
            var id = MessageId.Read(bytes);
            Sent.Add(id);
            _conversation.Send(id, System.Text.Encoding.UTF8.GetBytes(id.ToString()), world.Now + patience, world.Now);
            return id;
        }

        public void SendHello(long attempt, SignedPayload hello)
        {
            var asker = _conversation;
            if (!world.LosesHellos) world.Carry(() =>
            {
                Other._conversation.ReceiveHello(hello, party.Delegation, world.Now, out var answer);
                if (answer is not null)
                    world.Carry(() => IfCurrent(asker, () => asker.HelloAnswered(attempt, answer, Other.Party.Delegation, world.Now)));
            });
            world.At(AnswerWithin, () => IfCurrent(
                asker, () => asker.HelloFailed(attempt, Undelivered.TimedOut, world.Now)));
        }

        /// <summary>What was sealed for somebody else to carry.</summary>
        public List<byte[]> HandedOut { get; } = [];

        public void HandOut(MessageId id, byte[] sealedBytes, AeadSuite suite) => HandedOut.Add(sealedBytes);

        public void SendMessage(MessageId id, byte[] sealedBytes, Instant deadline)
        {
            var (speaker, isOpen) = (_conversation, true);
            MostUnderWay = Math.Max(MostUnderWay, ++_underWay);
            void Settle(Action outcome)
            {
                if (!isOpen) return;
                isOpen = false;
                _underWay--;
                IfCurrent(speaker, outcome);
            }

            var hasOpened = false;
            world.Carry(() =>
            {
                var failure = Other._conversation.OpenMessage(sealedBytes, world.Now, out var text);
                Assert.False(hasOpened && failure == SessionFailure.None, "one sealed message was opened twice");
                hasOpened |= failure == SessionFailure.None;
                if (text is not null && Other.HasReceiver) Other.Opened.Add(System.Text.Encoding.UTF8.GetString(text));
                if (failure is SessionFailure.UnknownKey or SessionFailure.TooFarAhead)
                    world.Carry(() => Settle(() => speaker.Failed(id, Undelivered.NoSession, world.Now)));
                else if (failure == SessionFailure.None && !Other.HasReceiver)
                    world.Carry(() => Settle(() => speaker.Failed(id, Undelivered.Unsupported, world.Now)));
                else if (failure == SessionFailure.None)
                    world.Carry(() => Settle(() => speaker.Acknowledged(id, world.Now)));
            });
            world.At(AnswerWithin, () => Settle(() => speaker.Failed(id, Undelivered.TimedOut, world.Now)));
        }

        /// <summary>What was asked before a restart is answered to nobody.</summary>
        private void IfCurrent(Conversation asker, Action action)
        {
            if (ReferenceEquals(asker, _conversation)) action();
        }

        public void Ended(MessageId id, Undelivered? outcome)
        {
            Assert.True(Outcomes.TryAdd(id, outcome), "a message ended twice");
        }

        public void Established() => Sessions++;

        public void WakeAt(Instant at)
        {
            _wakeAt = at;
            world.At(at - world.Now, () =>
            {
                if (_wakeAt != at) return;
                _wakeAt = null;
                _conversation.Tick(world.Now);
            });
        }

        public void Dispose() => _conversation.Dispose();
    }
}
