using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <content>Plans.</content>
internal static partial class GroupCodec
{
    internal static GroupPlan ReadPlan(Proto.GroupPlan? plan)
    {
        if (plan is null) throw new ProtocolException("GroupPlan", "there");
        if (plan.Members.Count > Feldman.MaxCount || plan.K > Feldman.MaxCount) throw new ProtocolException("GroupPlan.members", "2 to 32");
        var read = new GroupPlan(
            SecretCodec.Id(plan.Id, "GroupPlan.id"), RingId.Read(plan.Ring.Span), (int)plan.K,
            [.. plan.Members.Select(member => ProtoBytes.ReadDid(member, "GroupPlan.members"))],
            TimeOf(plan.UntilMs, "GroupPlan.until_ms"), plan.Label)
        {
            Change = plan.Change is { } change ? ReadChange(change) : null,
        };
        return read.Fault is { } field ? throw new ProtocolException($"GroupPlan.{field}", "in its range") : read;
    }

    internal static Proto.GroupPlan Write(GroupPlan plan) => new()
    {
        Id = SecretCodec.Bytes(plan.Id),
        Ring = ProtoBytes.Wrap(plan.Ring.ToByteArray()),
        K = (uint)plan.Threshold,
        Members = { plan.Members.Select(member => ProtoBytes.Wrap(member.ToByteArray())) },
        UntilMs = plan.Until.UnixMilliseconds,
        Label = plan.Label,
        Change = plan.Change is { } change ? Write(change) : null,
    };

    private static GroupChange ReadChange(Proto.GroupChange change)
    {
        if (change.Dealers.Count > Feldman.MaxCount || change.Leaving.Count > Feldman.MaxCount)
            throw new ProtocolException("GroupChange", "at most 32 dealers and leaving members");
        return new(
            SecretCodec.Range(change.Version, 1, int.MaxValue, "GroupChange.version"),
            SecretCodec.Range(change.From, 0, int.MaxValue, "GroupChange.from"),
            Edwards25519Point.Read(change.Key.Span, "GroupChange.key"),
            [
                .. change.Dealers.Select(dealer => new GroupDealer(
                    Index(dealer.Index, "GroupDealer.index"), ProtoBytes.ReadDid(dealer.Member, "GroupDealer.member"),
                    Edwards25519Point.Read(dealer.Share.Span, "GroupDealer.share"))),
            ],
            [.. change.Leaving.Select(member => ProtoBytes.ReadDid(member, "GroupChange.leaving"))],
            TimeOf(change.FollowedFromMs, "GroupChange.followed_from_ms"))
        {
            Signature = change.Signature.IsEmpty ? [] : ReadSignature(change.Signature, "GroupChange.signature"),
        };
    }

    private static Proto.GroupChange Write(GroupChange change) => new()
    {
        Version = (uint)change.Version,
        From = (uint)change.From,
        Key = Bytes(change.Key),
        Dealers =
        {
            change.Dealers.Select(dealer => new Proto.GroupDealer
            {
                Index = (uint)dealer.Index,
                Member = ProtoBytes.Wrap(dealer.Member.ToByteArray()),
                Share = Bytes(dealer.Share),
            }),
        },
        Leaving = { change.Leaving.Select(member => ProtoBytes.Wrap(member.ToByteArray())) },
        FollowedFromMs = change.FollowedFrom.UnixMilliseconds,
        Signature = ProtoBytes.Wrap([.. change.Signature]),
    };
}
