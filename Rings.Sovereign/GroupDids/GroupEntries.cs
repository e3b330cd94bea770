using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>What a member keeps on disk, as bytes.</summary>
internal static class GroupEntries
{
    public static SecretEntry Of(KeyCeremony ceremony)
    {
        var bytes = CeremonyCodec.Write(ceremony).ToByteArray();
        return ceremony.Plan.Change is null
            ? new(SecretEntryKind.Ceremony, ceremony.Plan.Id.ToByteArray(), bytes)
            : OfChange(new(ceremony.Plan.Id, ceremony.Plan.Version), bytes);
    }

    /// <summary>A change that is not kept any more.</summary>
    public static SecretEntry Gone(GroupVersion change) => OfChange(change, null);

    /// <summary>The group that this node runs for, since its members have changed.</summary>
    public static SecretEntry OfRunning(GroupKey key) => new(
        SecretEntryKind.GroupRun, key.Plan.Id.ToByteArray(), GroupCard.Write(key).ToByteArray());

    public static SecretEntry Of(StandingGroup group) => new(
        SecretEntryKind.Group, group.Key.Plan.Id.ToByteArray(), new Proto.KeptGroup
        {
            Card = GroupCard.Write(group.Key),
            Index = (uint)group.Index,
            Share = ProtoBytes.Wrap(group.Share.ToByteArray()),
            PolicyUntilMs = group.Policy?.Until.UnixMilliseconds ?? 0,
            PolicyLeft = (uint)(group.Policy?.Left ?? 0),
            FollowedFromMs = group.FollowedFrom.UnixMilliseconds,
            PolicyLast = ProtoBytes.Wrap(group.Policy?.Last.ToByteArray() ?? []),
        }.ToByteArray());

    public static SecretEntry Of(RequestId id, GroupRequest? request) => new(
        SecretEntryKind.GroupRequest, [.. id.Group.ToByteArray(), .. id.Request.ToByteArray()], request is null ? null : new Proto.KeptRequest
        {
            Proposal = GroupCodec.Write(request.Proposal),
            Proposer = ProtoBytes.Wrap(request.Proposer.ToByteArray()),
            Answer = (uint)request.Answer,
            Signature = ProtoBytes.Wrap([.. request.Signature]),
        }.ToByteArray());

    public static StandingGroup ReadGroup(ReadOnlySpan<byte> bytes)
    {
        var kept = ProtoBytes.Parse(Proto.KeptGroup.Parser, bytes, "KeptGroup");
        return new(GroupCard.Read(kept.Card), (int)kept.Index)
        {
            Share = Edwards25519Scalar.Read(kept.Share.Span, "KeptGroup.share"),
            FollowedFrom = Instant.FromUnixMilliseconds(kept.FollowedFromMs),
            Policy = kept.PolicyUntilMs == 0 ? null : new(
                Instant.FromUnixMilliseconds(kept.PolicyUntilMs), (int)kept.PolicyLeft, Bytes32.Read(kept.PolicyLast.Span, "KeptGroup.policy_last")),
        };
    }

    public static (RequestId Id, GroupRequest Request) ReadRequest(ReadOnlySpan<byte> key, ReadOnlySpan<byte> bytes)
    {
        var kept = ProtoBytes.Parse(Proto.KeptRequest.Parser, bytes, "KeptRequest");
        var group = SecretId.Read(key[..SecretId.Bytes]);
        return (
            new(group, SecretId.Read(key[SecretId.Bytes..])),
            new(GroupCodec.ReadProposal(group, kept.Proposal), ProtoBytes.ReadDid(kept.Proposer, "KeptRequest.proposer"), (GroupAnswer)kept.Answer)
            {
                Signature = [.. kept.Signature.Span],
            });
    }

    private static SecretEntry OfChange(GroupVersion change, byte[]? value) => new(
        SecretEntryKind.GroupChange, [.. change.Group.ToByteArray(), .. Numbers.Of(change.Version)], value);
}
