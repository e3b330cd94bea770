using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Groups;

namespace Rings.Fuzz.Targets;

/// <summary>Messages of <c>group/1</c>, and what a member does with them.</summary>
internal sealed class GroupMessageTarget : IFuzzTarget
{
    private static readonly Did Self = Did.Zero.Finger(1);
    private static readonly Did Friend = Did.Zero.Finger(2);
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly GroupStep _member = GroupMember.New(new(RingId.OfPublic("main"), Self))
        .Create(default, "fuzz", 2, [Self, Friend], Now, Fill);

    public string Name => "group-message";

    public int MaxBytes => GroupCodec.MaxBytes;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var point = Edwards25519Point.OfSecret(Edwards25519Scalar.Of(5));
        var proposal = new GroupMessage.Proposal(default, default, Now, new SigningSubject.Plain("text"));
        return ((IEnumerable<GroupMessage>)
        [
            .. _member.Sends.Select(send => send.Message is GroupMessage.Said said
                ? said with { Statement = said.Statement with { Delegation = [1], Signature = [.. new byte[64]] } }
                : send.Message),
            new GroupMessage.Lack(default, 3, 2, 1), proposal, new GroupMessage.Invite(Change(point)) { Version = 1 },
            proposal with { Subject = new SigningSubject.ChangeShares(Change(point)) },
            new GroupMessage.Card(new(Change(point), point, [point, point])) { Version = 1 },
            proposal with
            {
                Subject = new SigningSubject.Revoke(new(
                    AccountKind.Ed25519, Self, point.Encoded, RingId.OfPublic("main"), Now, new byte[16])),
            },
            new GroupMessage.Answer(default, default, default, GroupAnswer.Approved), new GroupMessage.Call(default, default, default),
            new GroupMessage.Nonces(default, default, default, point, point),
            new GroupMessage.List(default, default, default, default, [new(1, default, default), new(2, default, default)]),
            new GroupMessage.Part(default, default, default, Edwards25519Scalar.Of(7)),
            new GroupMessage.Signature(default, default, [.. new byte[64]]), new GroupMessage.Stop(default),
        ]).Select(GroupCodec.Write);
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            _member.State.Receive(Friend, GroupCodec.Read(input), Now, Fill);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private static GroupPlan Change(Edwards25519Point point) =>
        new(default, RingId.OfPublic("main"), 2, [Self, Friend], Now + TimeSpan.FromHours(1), "fuzz")
        {
            Change = new(1, 0, point, [new(1, Self, point), new(2, Friend, point)], [], Now),
        };

    private static void Fill(Span<byte> target) => target.Fill(7);
}
