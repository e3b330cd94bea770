using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Sovereign.Secrets;

/// <summary>What a guardian keeps on disk, as bytes.</summary>
internal static class GuardianCodec
{
    public static byte[] KeyOf((Did Owner, SecretId Id) key) => [.. key.Owner.ToByteArray(), .. key.Id.ToByteArray()];

    public static (Did Owner, SecretId Id) ReadKey(ReadOnlySpan<byte> key) => key.Length == Did.Bytes + SecretId.Bytes
        ? (Did.Read(key), SecretId.Read(key[Did.Bytes..]))
        : throw new ProtocolException("SecretEntry.key", "36 bytes");

    public static SecretEntry Entry((Did Owner, SecretId Id) key, KeptSecret? kept) => new(
        SecretEntryKind.Kept, KeyOf(key), kept is null ? null : new Proto.KeptSecret
        {
            Committed = kept.Committed,
            Versions =
            {
                kept.Versions.Values.Select(version => new Proto.KeptVersion
                {
                    Deal = SecretCodec.WriteDeal(version.Deal),
                    EndedMs = version.EndedAt?.UnixMilliseconds ?? 0,
                }),
            },
        }.ToByteArray());

    public static KeptSecret ReadKept(ReadOnlySpan<byte> bytes)
    {
        var kept = ProtoBytes.Parse(Proto.KeptSecret.Parser, bytes, "KeptSecret");
        if (kept.Versions.Count == 0) throw new ProtocolException("KeptSecret.versions", "at least one");
        return new(
            kept.Versions.Select(version => (
                version.Deal.Version,
                Kept: new KeptVersion(
                    SecretCodec.ReadDeal(version.Deal),
                    version.EndedMs == 0 ? null : Instant.FromUnixMilliseconds(version.EndedMs))))
                .ToImmutableSortedDictionary(one => one.Version, one => one.Kept),
            kept.Committed);
    }

    public static SecretEntry Entry(SecretId id, GuardedClaim claim) => new(
        SecretEntryKind.Claim, id.ToByteArray(), new Proto.KeptClaim
        {
            Claimant = ProtoBytes.Wrap(claim.Claimant.ToByteArray()),
            Owner = ProtoBytes.Wrap(claim.Owner.ToByteArray()),
            Id = SecretCodec.Bytes(claim.Secret),
            Commitment = SecretCodec.Bytes(claim.Commitment),
            Nonce = SecretCodec.Bytes(claim.Nonce),
            SinceMs = claim.Since.UnixMilliseconds,
            Stage = (uint)claim.Stage,
            Words = claim.Words.Bits,
            Misses = (uint)claim.Misses,
            Vetoed = claim.IsVetoed,
            DespiteVeto = claim.IsDespiteVeto,
            ReleaseMs = claim.ReleaseAt.UnixMilliseconds,
            WarnedMs = claim.WarnedAt.UnixMilliseconds,
        }.ToByteArray());

    public static GuardedClaim ReadClaim(ReadOnlySpan<byte> bytes)
    {
        var claim = ProtoBytes.Parse(Proto.KeptClaim.Parser, bytes, "KeptClaim");
        return new(
            ProtoBytes.ReadDid(claim.Claimant, "KeptClaim.claimant"), ProtoBytes.ReadDid(claim.Owner, "KeptClaim.owner"),
            SecretCodec.Id(claim.Id, "KeptClaim.id"), Bytes32.Read(claim.Commitment.Span, "KeptClaim.commitment"),
            Bytes32.Read(claim.Nonce.Span, "KeptClaim.nonce"), Instant.FromUnixMilliseconds(claim.SinceMs))
        {
            Stage = claim.Stage is >= (uint)ClaimStage.Challenged and <= (uint)ClaimStage.Ended
                ? (ClaimStage)claim.Stage
                : throw new ProtocolException("KeptClaim.stage", "one of the stages"),
            Words = new(claim.Words),
            Misses = (int)claim.Misses,
            IsVetoed = claim.Vetoed,
            IsDespiteVeto = claim.DespiteVeto,
            ReleaseAt = Instant.FromUnixMilliseconds(claim.ReleaseMs),
            WarnedAt = Instant.FromUnixMilliseconds(claim.WarnedMs),
        };
    }
}
