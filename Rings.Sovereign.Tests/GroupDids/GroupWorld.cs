using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Groups;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.GroupDids;

/// <summary>
/// Five members, and the node that runs for them, whose messages arrive as bytes. A test may lose or change any, end a member
/// and start it again from its disk; which nonces answered which list is noted.
/// </summary>
internal sealed class GroupWorld
{
    public const int Count = 5;

    private readonly int _threshold;

    private readonly Dictionary<Did, Signer> _signers = [];
    private readonly Dictionary<Did, GroupMember> _states = [];
    private readonly Dictionary<Did, Dictionary<(SecretEntryKind, string), SecretEntry>> _disks = [];
    private readonly Queue<(Did From, GroupSend Send)> _waiting = [];
    private readonly Dictionary<(Did Member, SecretId Attempt), HashSet<string>> _parts = [];

    public GroupWorld(int seed = 1, int count = Count, int threshold = 3)
    {
        (Random, _threshold) = (new(seed), threshold);
        Members = [.. Enumerable.Range(0, count).Select(_ => Join(NewAccount()))];
    }

    public static RingId Ring { get; } = RingId.OfPublic("main");

    public SeededBytes Random { get; }

    public ImmutableArray<Did> Members { get; }

    public Instant Now { get; private set; } = Instant.FromUnixMilliseconds(1_800_000_000_000);

    public SecretId Group { get; private set; }

    /// <summary>What becomes of a message: another, or null where it is lost.</summary>
    public Func<Did, GroupSend, GroupSend?> Carry { get; set; } = (_, send) => send;

    public List<(Did From, GroupSend Send)> Sent { get; } = [];

    public GroupMember this[Did did] => _states[did];

    public GroupKey Key => _states[Members[0]].Groups[Group].Key;

    public IEnumerable<Did> All => _states.Keys;

    /// <summary>Somebody who is no member yet.</summary>
    public Did Newcomer() => Join(NewAccount());

    /// <summary>The first member proposes a change, and those of these indices approve it.</summary>
    public RequestId Change(GroupChangeOrder order, params int[] approving) =>
        Ask(id => this[Members[0]].ProposeChange(id, order, Now), approving);

    /// <summary>The shares that a member's node signs with; 0: the first.</summary>
    public int VersionOf(Did member) => this[member].Groups[Group].Key.Plan.Version;

    public KeyCeremony CeremonyOf(int index) => _states[Members[index - 1]].Ceremonies[Group];

    /// <summary>All members agree, and what they say arrives.</summary>
    public GroupWorld Generate()
    {
        Create();
        foreach (var member in Members.Skip(1)) Do(member, this[member].Join(Group, Random.Fill));
        Settle();
        return this;
    }

    /// <summary>A group that stands.</summary>
    public static GroupWorld Standing(int seed = 1, int count = Count, int threshold = 3)
    {
        var world = new GroupWorld(seed, count, threshold).Generate();
        Assert.Equal(count, world.Members.Count(member => world[member].Groups.ContainsKey(world.Group)));
        return world;
    }

    public void Create()
    {
        Group = SecretId.Draw(Random.Fill);
        Assert.Equal(GroupOutcome.Done, Do(
            Members[0], this[Members[0]].Create(Group, "the five", _threshold, Members, Now, Random.Fill)));
        Settle();
    }

    public GroupOutcome Do(Did member, GroupStep step)
    {
        foreach (var entry in step.Entries)
        {
            var place = (entry.Kind, Convert.ToHexString(entry.Key));
            if (entry.Value is null) _disks[member].Remove(place);
            else _disks[member][place] = entry;
        }

        _states[member] = step.State;
        foreach (var send in step.Sends) _waiting.Enqueue((member, send));
        return step.Outcome;
    }

    /// <summary>Its process ends, and begins again from its disk.</summary>
    public void Restart(Did member, GroupKey? runsFor = null)
    {
        var entries = _disks[member].Values.Select(entry => entry with { Value = [.. entry.Value!] });
        _states[member] = GroupMember.Load(new(Ring, member), entries, runsFor ?? this[member].RunsFor, Now);
    }

    /// <summary>What is under way arrives, and all that comes of it.</summary>
    public void Settle()
    {
        while (_waiting.TryDequeue(out var waiting))
        {
            if (Carry(waiting.From, waiting.Send) is not { } send || !_states.ContainsKey(send.To)) continue;
            Sent.Add((waiting.From, send));
            Say(waiting.From, send.To, Arrive(waiting.From, send.Message));
        }
    }

    /// <summary>Somebody says something, whatever it is.</summary>
    public GroupOutcome Say(Did from, Did to, GroupMessage message)
    {
        if (message is GroupMessage.Part part) Note(from, part);
        return Do(to, this[to].Receive(from, message, Now, Random.Fill));
    }

    /// <summary>Time passes for all.</summary>
    public void Wait(TimeSpan time)
    {
        Now += time;
        foreach (var did in _states.Keys.ToList()) Do(did, this[did].Tick(Now, Random.Fill));
        Settle();
    }

    /// <summary>A node that runs for the group, under a delegation of it.</summary>
    public Did Run(Delegation delegation, SessionKey session)
    {
        _signers[delegation.Account] = new(session, delegation);
        return Join(delegation.Account, Key);
    }

    public SaidStatement SignAs(Did member, GroupStatement statement, SignaturePurpose purpose = SignaturePurpose.GroupDeal) =>
        Signed(member, SaidStatement.Own(statement), purpose);

    public byte[] SignRenewal(Did runner, DelegationDraft draft) =>
        _signers[runner].Sign(SignaturePurpose.GroupRenewal, new SigningSubject.DelegateTo(draft).DraftBytes);

    public DelegationDraft Draft(SessionKey session, TimeSpan? life = null, Instant? issued = null) => new(
        AccountKind.Ed25519, Key.Did, Key.Key.Encoded, session.PublicKey, Ring, issued ?? Now,
        (issued ?? Now) + (life ?? Delegation.DefaultLifetime), Random.Next(Delegation.NonceBytes));

    public SessionKey NewSession() => SessionKey.FromSeed(Random.Next(32));

    /// <summary>The first member proposes, and those of these indices approve.</summary>
    public RequestId Propose(SigningSubject subject, params int[] approving) =>
        Ask(id => this[Members[0]].Propose(id, subject, Now), approving);

    public GroupOutcome Approve(int index, RequestId id)
    {
        var outcome = Do(Members[index - 1], this[Members[index - 1]].Decide(id, isApproved: true, Now));
        Settle();
        return outcome;
    }

    /// <summary>A delegation that three members signed.</summary>
    public (Delegation Delegation, SessionKey Session) Delegate(TimeSpan? life = null)
    {
        var session = NewSession();
        var draft = Draft(session, life);
        var id = Propose(new SigningSubject.DelegateTo(draft), 2, 3);
        return (draft.Complete(this[Members[0]].Requests[id].Signature.AsSpan()), session);
    }

    public void OnlyNamed(int cheat, CeremonyFault fault) => Assert.All(
        Enumerable.Range(1, Count).Where(index => index != cheat),
        index => Assert.Equal([KeyValuePair.Create(cheat, fault)], CeremonyOf(index).Faults));

    private RequestId Ask(Func<RequestId, GroupStep> propose, int[] approving)
    {
        var id = new RequestId(Group, SecretId.Draw(Random.Fill));
        Assert.Equal(GroupOutcome.Done, Do(Members[0], propose(id)));
        Settle();
        foreach (var index in approving) Assert.Equal(GroupOutcome.Done, Approve(index, id));
        return id;
    }

    private GroupMessage Arrive(Did from, GroupMessage message)
    {
        while (OwnStatements.First(message) is { } own)
            message = OwnStatements.With(message, Signed(from, own, SignaturePurpose.GroupDeal));
        return GroupCodec.Read(GroupCodec.Write(message));
    }

    private SaidStatement Signed(Did member, SaidStatement own, SignaturePurpose purpose) => own with
    {
        Delegation = [.. _signers[member].Delegation.Bytes.Span],
        Signature = [.. _signers[member].Sign(purpose, own.Bytes.AsSpan())],
    };

    private Did NewAccount()
    {
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, Random.Next(32));
        var session = NewSession();
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring, Now,
            Now + Delegation.DefaultLifetime, Random.Next(Delegation.NonceBytes));
        _signers[account.Did] = new(session, draft.Sign(account));
        return account.Did;
    }

    public byte[] DiskOf(Did member) => [.. _disks[member].Values.SelectMany(entry => entry.Value!)];

    private Did Join(Did did, GroupKey? runsFor = null)
    {
        _disks[did] = [];
        _states[did] = GroupMember.New(new(Ring, did), runsFor);
        return did;
    }

    /// <summary>A part is noted under the nonces that it was made with: these are drawn anew for each attempt.</summary>
    private void Note(Did member, GroupMessage.Part part)
    {
        if (!_parts.TryGetValue((member, part.Attempt), out var parts)) _parts[(member, part.Attempt)] = parts = [];
        parts.Add(Convert.ToHexString(part.Value.ToByteArray()));
        Assert.True(parts.Count == 1, $"{member} has used its nonces twice");
    }
}
