using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>
/// One outbox in a world that keeps what is said to it, may be slow to keep numbers, and may replace it by one that is
/// made of its state.
/// </summary>
internal sealed class OutboxWorld : IOutboxEffects
{
    public static readonly OutboxSettings Settings = new() { Capacity = 6, Sequences = 3 };

    private readonly OutboxRules _broken;
    private readonly Dictionary<TransactionId, OutboxRequest> _requests = [];
    private readonly Queue<(Ed25519PublicKey Session, ulong Mark)> _unkept = [];
    private readonly Dictionary<Ed25519PublicKey, ulong> _kept = [];
    private int _lastId;

    public OutboxWorld(OutboxRules broken = OutboxRules.None, bool hasRoutes = true)
    {
        _broken = broken;
        var state = OutboxState.Begin(Signer.Delegation.SessionKey, 0);
        Outbox = new(Signer.Account, Settings, state, this) { Broken = broken };
        if (hasRoutes) Follow(1, 2, 3);
    }

    public Instant Now { get; private set; } = Any.Now;

    public Signer Signer { get; private set; } = TestAccounts.Signer();

    public Outbox Outbox { get; private set; }

    public HashSet<Did> Links { get; } = [];

    /// <summary>Each thing that happened, in words, for a comparison of two worlds.</summary>
    public List<string> Log { get; } = [];

    public List<(OutboxMessage Message, Did Link, Route Route, Instant At)> Transmitted { get; } = [];

    public List<OutboxMessage> Looped { get; } = [];

    public List<OutboxMessage> Lost { get; } = [];

    /// <summary>What became of each message, and when; a second outcome is a fault.</summary>
    public List<(TransactionId Id, string Outcome, Instant At)> Outcomes { get; } = [];

    public IReadOnlyDictionary<TransactionId, OutboxRequest> Requests => _requests;

    public Instant? WakesAt { get; private set; }

    /// <summary>The first rule that was seen to be broken.</summary>
    public string? Violation { get; private set; }

    /// <summary>Asks for a message to be sent; null where there is no room.</summary>
    public TransactionId? Send(OutboxRequest request)
    {
        var id = Any.Id(++_lastId);
        _requests.Add(id, request);
        if (Outbox.TrySend(id, request, Signer, Now))
        {
            Check(Outbox.Count <= Settings.Capacity, "more is under way than there is room for");
            return id;
        }

        _requests.Remove(id);
        Log.Add("refused");
        return null;
    }

    public ReplyVerdict Reply(TransactionId id, Did from, Kind kind, byte[] body)
    {
        var verdict = Outbox.Receive(new OutboxReply(id, from, kind, body));
        Log.Add($"reply {id} {verdict}");
        if (verdict != ReplyVerdict.Answer) return verdict;
        Note(id, "answered");
        var request = _requests[id];
        Check(
            request.Mode == RouteMode.Owner || from == request.Destination,
            "another node than the one that was asked was believed");
        Check(
            kind != Kind.Delivered || body.AsSpan().SequenceEqual(ReceiptOf(id)),
            "a receipt that names another transaction was believed");
        return verdict;
    }

    /// <summary>The receipt that the destination of a message would give.</summary>
    public byte[] ReceiptOf(TransactionId id)
    {
        var sent = Transmitted.Select(each => each.Message).Concat(Looped).FirstOrDefault(message => message.Id == id);
        var hash = sent is null ? PayloadHash.Of([1]) : EnvelopeView.Read(sent.Frame.Span).Transaction.Hash;
        return new Delivered(hash).ToBytes();
    }

    /// <summary>The node now has links to these, all members; the first is its successor.</summary>
    public void Follow(params int[] members)
    {
        Links.Clear();
        Links.UnionWith(members.Select(Any.Node));
        Outbox.Follow(Table());
    }

    /// <summary>Lets time pass; the outbox is woken whenever it asked to be.</summary>
    public void Run(TimeSpan span)
    {
        var end = Now + span;
        while (WakesAt is { } at && at <= end)
        {
            if (at > Now) Now = at;
            WakesAt = null;
            Outbox.Tick(Now);
        }

        Now = end;
    }

    /// <summary>The disk has done what it was asked for.</summary>
    public void KeepAll()
    {
        while (_unkept.TryDequeue(out var mark))
        {
            _kept[mark.Session] = Math.Max(_kept.GetValueOrDefault(mark.Session), mark.Mark);
            Outbox.SequencesKept(mark.Session, mark.Mark);
        }
    }

    /// <summary>The host fails; another goes on with the state that is left.</summary>
    public void Restart()
    {
        var state = Outbox.State;
        WakesAt = null;
        _unkept.Clear();
        Outbox = new(Signer.Account, Settings, state, this) { Broken = _broken };
        Outbox.Follow(Table());
        Outbox.Resume();
    }

    /// <summary>Another session key signs for the node from now on.</summary>
    public void Renew(int number)
    {
        using var account = TestAccounts.Account();
        var session = SessionKey.FromSeed(TestAccounts.Seed(2000 + number));
        Signer = new(session, TestAccounts.Draft(account, session).Sign(account));
    }

    /// <summary>Waits for the last deadline: by then each awaited message has one outcome.</summary>
    public void Finish()
    {
        KeepAll();
        Run(TimeSpan.FromMinutes(11));
        foreach (var (id, request) in _requests.Where(each => each.Value.IsAwaited))
            Check(Outcomes.Count(outcome => outcome.Id == id) == 1, $"{request} has no outcome, or several");
        Check(Outbox.Count == 0, "something is under way for ever");
    }

    bool IOutboxEffects.TryTransmit(OutboxMessage message, Did link, Route route)
    {
        if (!Links.Contains(link)) return false;
        Log.Add($"transmit {message.Id} by {link}");
        var former = Transmitted.Find(each => each.Message.Id == message.Id).Message;
        Check(message.FirstHops.Distinct().Count() == message.FirstHops.Length, "a link that was tried is taken again");
        Check(former is null || former.Frame.Span.SequenceEqual(message.Frame.Span), "another frame is sent again");
        CheckNumber(message);
        Transmitted.Add((message, link, route, Now));
        var times = Transmitted.Select(each => each.Message).Where(each => each.Id == message.Id).ToArray();
        Check(
            times.Length <= times.Select(each => each.Resends).Distinct().Count() + 1,
            "a message is tried again for more than one hint");
        return true;
    }

    void IOutboxEffects.Loop(OutboxMessage message)
    {
        Log.Add($"loop {message.Id}");
        CheckNumber(message);
        Looped.Add(message);
    }

    void IOutboxEffects.HandedOver(TransactionId id) => Note(id, "handed over");

    void IOutboxEffects.Ended(TransactionId id, Undelivered reason) => Note(id, $"{reason}");

    void IOutboxEffects.Lost(OutboxMessage message)
    {
        Log.Add($"lost {message.Id}");
        Lost.Add(message);
    }

    void IOutboxEffects.KeepSequences(Ed25519PublicKey session, ulong mark) => _unkept.Enqueue((session, mark));

    void IOutboxEffects.WakeAt(Instant at) => WakesAt = at;

    private RoutingTable Table()
    {
        var self = Signer.Account;
        var members = Links.OrderBy(self.DistanceTo).ToArray();
        Did? first = members.Length > 0 ? members[0] : null;
        Did? last = members.Length > 0 ? members[^1] : null;
        return new RoutingTable(self, RingPhase.Member, last ?? self, members, [], first, last);
    }

    private void CheckNumber(OutboxMessage message)
    {
        Check(
            message.Sequence <= _kept.GetValueOrDefault(message.Delegation.SessionKey),
            "a number left that is not kept");
        var others = Transmitted.Select(each => each.Message).Concat(Looped).Where(other => other.Id != message.Id
            && other.Request.Destination == message.Request.Destination
            && other.Request.Kind.Lane() == message.Request.Kind.Lane()
            && other.Delegation.Id == message.Delegation.Id);
        Check(others.All(other => other.Sequence != message.Sequence), "a number was used twice");
    }

    private void Note(TransactionId id, string outcome)
    {
        Log.Add($"{outcome} {id}");
        Check(Outcomes.All(known => known.Id != id), "a message ended twice");
        Check(_requests[id].IsAwaited, "somebody heard of a message whose outcome nobody awaits");
        Outcomes.Add((id, outcome, Now));
    }

    private void Check(bool holds, string rule)
    {
        if (!holds) Violation ??= rule;
    }
}
