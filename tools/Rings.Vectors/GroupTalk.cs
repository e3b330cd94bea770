using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Secrets;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>Two members, both of whom sign, whose messages arrive as bytes, one after another.</summary>
internal sealed class GroupTalk
{
    public static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private static readonly RingId Ring = RingId.OfPublic("main");

    private readonly SecretId _group;
    private readonly Draws _draws = new(0x20);
    private readonly List<(Did Did, SessionKey Session, Delegation Delegation)> _accounts = [];
    private readonly Dictionary<Did, GroupMember> _states = [];
    private readonly Queue<(Did From, GroupSend Send)> _waiting = [];
    private readonly List<SaidStatement> _statements = [];
    private readonly List<byte[]> _signing = [];

    public GroupTalk(SecretId group)
    {
        _group = group;
        for (var number = 1; number <= 2; number++)
        {
            using var account = AccountKey.FromSecret(AccountKind.Ed25519, Bytes(number, 32));
            var session = SessionKey.FromSeed(Bytes(0x10 + number, 32));
            _accounts.Add((account.Did, session, new DelegationDraft(
                account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring, Now, Now + Delegation.DefaultLifetime,
                Bytes(number, Delegation.NonceBytes)).Sign(account)));
            _states[account.Did] = GroupMember.New(new(Ring, account.Did));
        }
    }

    /// <summary>All messages, as they were sent.</summary>
    public List<byte[]> Said { get; } = [];

    private ImmutableArray<Did> Members => [.. _accounts.Select(account => account.Did)];

    public StandingGroup GroupOf(int place) => _states[Members[place]].Groups[_group];

    public GroupPlan Generate()
    {
        Do(Members[0], _states[Members[0]].Create(_group, "the two", 2, Members, Now, _draws.Fill));
        Settle();
        Do(Members[1], _states[Members[1]].Join(_group, _draws.Fill));
        Settle();
        return GroupOf(0).Key.Plan;
    }

    /// <summary>The first member proposes, the other approves.</summary>
    public ImmutableArray<byte> Sign(RequestId id, Func<GroupMember, GroupStep> propose)
    {
        Do(Members[0], propose(_states[Members[0]]));
        Settle();
        Do(Members[1], _states[Members[1]].Decide(id, isApproved: true, Now));
        Settle();
        return _states[Members[0]].Requests[id].Signature;
    }

    public JsonArray Shares() => new([.. Members.Select((_, place) => (JsonNode)Hex(GroupOf(place).Share.ToByteArray()))]);

    /// <summary>The statements since it was asked last, each once, in the order in which they were said.</summary>
    public JsonArray TakeStatements()
    {
        var taken = new JsonArray([.. _statements.Distinct().Select(said => new JsonObject
        {
            ["statement"] = Hex([.. said.Bytes]),
            ["delegation"] = Hex([.. said.Delegation]),
            ["signature"] = Hex([.. said.Signature]),
        })]);
        _statements.Clear();
        return taken;
    }

    /// <summary>The messages of attempts since it was asked last.</summary>
    public JsonArray TakeSigning()
    {
        var taken = new JsonArray([.. _signing.Select(bytes => Hex(bytes)).Distinct().Select(hex => (JsonNode)hex)]);
        _signing.Clear();
        return taken;
    }

    private void Do(Did member, GroupStep step)
    {
        _states[member] = step.State;
        foreach (var send in step.Sends) _waiting.Enqueue((member, send));
    }

    private void Settle()
    {
        while (_waiting.TryDequeue(out var waiting))
        {
            var message = Signed(waiting.From, waiting.Send.Message);
            var bytes = GroupCodec.Write(message);
            Said.Add(bytes);
            if (message is GroupMessage.Said said) _statements.Add(said.Statement);
            if (message is GroupMessage.Call or GroupMessage.Nonces or GroupMessage.List or GroupMessage.Part) _signing.Add(bytes);
            Do(waiting.Send.To, _states[waiting.Send.To].Receive(waiting.From, GroupCodec.Read(bytes), Now, _draws.Fill));
        }
    }

    private GroupMessage Signed(Did from, GroupMessage message)
    {
        if (message is not GroupMessage.Said { Statement: { IsOwn: true } own } said) return message;
        var (_, session, delegation) = _accounts.Single(account => account.Did == from);
        return said with
        {
            Statement = own with
            {
                Delegation = [.. delegation.Bytes.Span],
                Signature = [.. new Signer(session, delegation).Sign(SignaturePurpose.GroupDeal, own.Bytes.AsSpan())],
            },
        };
    }
}
