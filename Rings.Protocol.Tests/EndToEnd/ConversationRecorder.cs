using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>One end of a conversation whose network is the test: what it wants done is written down.</summary>
internal sealed class ConversationRecorder : IConversationEffects, IDisposable
{
    private int _lastId;

    public ConversationRecorder(Party self, Party peer, ConversationSettings? settings = null)
    {
        Self = self;
        Conversation = new(self.Signer, peer.Address, settings ?? new(), self.Responder, self.Fill, this);
    }

    public Party Self { get; }

    public Conversation Conversation { get; }

    public List<(long Attempt, SignedPayload Hello)> Hellos { get; } = [];

    public List<(MessageId Id, byte[] Sealed)> Messages { get; } = [];

    public List<byte[]> HandedOut { get; } = [];

    public Dictionary<MessageId, Undelivered?> Outcomes { get; } = [];

    public int Sessions { get; private set; }

    /// <summary>When it wants to be woken.</summary>
    public Instant? Wake { get; private set; }

    /// <summary>A message that may wait so long.</summary>
    public MessageId Say(Instant now, TimeSpan patience)
    {
        var id = NewId();
        Conversation.Send(id, [1, 2, 3], now + patience, now);
        return id;
    }

    public MessageId NewId()
    {
        var bytes = new byte[MessageId.Bytes];
        BitConverter.TryWriteBytes(bytes, ++_lastId);
        return MessageId.Read(bytes);
    }

    /// <summary>The peer answers the latest hello.</summary>
    public SessionFailure Answer(Party peer, Instant now)
    {
        var (attempt, hello) = Hellos[^1];
        Assert.Equal(SessionFailure.None, peer.Responder.Answer(hello, Self.Delegation, now, out var answer, out _));
        return Conversation.HelloAnswered(attempt, answer!, peer.Delegation, now);
    }

    void IConversationEffects.SendHello(long attempt, SignedPayload hello) => Hellos.Add((attempt, hello));

    void IConversationEffects.SendMessage(MessageId id, byte[] sealedBytes, Instant deadline) =>
        Messages.Add((id, sealedBytes));

    void IConversationEffects.HandOut(MessageId id, byte[] sealedBytes, AeadSuite suite) => HandedOut.Add(sealedBytes);

    void IConversationEffects.Ended(MessageId id, Undelivered? outcome) => Outcomes.Add(id, outcome);

    void IConversationEffects.Established() => Sessions++;

    void IConversationEffects.WakeAt(Instant at) => Wake = at;

    public void Dispose() => Conversation.Dispose();
}
