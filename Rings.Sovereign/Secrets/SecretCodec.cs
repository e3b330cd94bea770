using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>The bytes of <see cref="SecretMessage"/>s. What breaks a rule of form is refused with the field.</summary>
internal static class SecretCodec
{
    /// <summary>The most bytes of a payload that is sealed: a deal has to fit one letter.</summary>
    public const int MaxPayload = 12 * 1024;

    /// <summary>The longest delay, in hours: 30 days.</summary>
    public const int MaxDelayHours = 720;

    /// <summary>Reads a message.</summary>
    /// <exception cref="ProtocolException">Malformed, or a field is out of its range.</exception>
    public static SecretMessage Read(ReadOnlySpan<byte> bytes)
    {
        var message = ProtoBytes.Parse(Proto.SecretMessage.Parser, bytes, "SecretMessage");
        return message.BodyCase switch
        {
            Proto.SecretMessage.BodyOneofCase.Deal => ReadDeal(message.Deal),
            Proto.SecretMessage.BodyOneofCase.Dealt => ReadDealt(message.Dealt),
            Proto.SecretMessage.BodyOneofCase.Commit => new SecretMessage.Commit(
                Id(message.Commit.Id, "SecretCommit.id"), VersionOf(message.Commit.Version, "SecretCommit.version")),
            Proto.SecretMessage.BodyOneofCase.Claim => new SecretMessage.Claim(
                Id(message.Claim.Claim, "SecretClaim.claim"),
                ProtoBytes.ReadDid(message.Claim.Owner, "SecretClaim.owner"), Id(message.Claim.Id, "SecretClaim.id"),
                Bytes32.Read(message.Claim.Commitment.Span, "SecretClaim.commitment")),
            Proto.SecretMessage.BodyOneofCase.Challenge => new SecretMessage.Challenge(
                Id(message.Challenge.Claim, "SecretChallenge.claim"),
                Bytes32.Read(message.Challenge.Nonce.Span, "SecretChallenge.nonce")),
            Proto.SecretMessage.BodyOneofCase.Opening => new SecretMessage.Opening(
                Id(message.Opening.Claim, "SecretOpening.claim"),
                Bytes32.Read(message.Opening.Random.Span, "SecretOpening.random")),
            Proto.SecretMessage.BodyOneofCase.Warning => new SecretMessage.Warning(
                Id(message.Warning.Claim, "SecretWarning.claim"),
                ProtoBytes.ReadDid(message.Warning.Claimant, "SecretWarning.claimant"),
                Id(message.Warning.Id, "SecretWarning.id")),
            Proto.SecretMessage.BodyOneofCase.Veto =>
                new SecretMessage.Veto(Id(message.Veto.Claim, "SecretVeto.claim")),
            Proto.SecretMessage.BodyOneofCase.Return => ReadReturn(message.Return),
            _ => throw new ProtocolException("SecretMessage.body", "one of its messages"),
        };
    }

    /// <summary>A message's bytes.</summary>
    public static byte[] Write(SecretMessage message) => (message switch
    {
        SecretMessage.Deal deal => new Proto.SecretMessage { Deal = WriteDeal(deal) },
        SecretMessage.Dealt dealt => new()
        {
            Dealt = new()
            { Id = Bytes(dealt.Id), Version = dealt.Version, Verdict = (Proto.Verdict)dealt.Verdict }
        },
        SecretMessage.Commit commit => new() { Commit = new() { Id = Bytes(commit.Id), Version = commit.Version } },
        SecretMessage.Claim claim => new()
        {
            Claim = new()
            {
                Claim = Bytes(claim.ClaimId),
                Owner = ProtoBytes.Wrap(claim.Owner.ToByteArray()),
                Id = Bytes(claim.Id),
                Commitment = Bytes(claim.Commitment),
            }
        },
        SecretMessage.Challenge challenge => new()
        {
            Challenge = new()
            { Claim = Bytes(challenge.ClaimId), Nonce = Bytes(challenge.Nonce) }
        },
        SecretMessage.Opening opening => new()
        {
            Opening = new()
            { Claim = Bytes(opening.ClaimId), Random = Bytes(opening.Random) }
        },
        SecretMessage.Warning warning => new()
        {
            Warning = new()
            {
                Claim = Bytes(warning.ClaimId),
                Claimant = ProtoBytes.Wrap(warning.Claimant.ToByteArray()),
                Id = Bytes(warning.Id),
            }
        },
        SecretMessage.Veto veto => new() { Veto = new() { Claim = Bytes(veto.ClaimId) } },
        SecretMessage.Return returned => new() { Return = WriteReturn(returned) },
        _ => throw new ArgumentException("Not a message of this protocol.", nameof(message)),
    }).ToByteArray();

    internal static SecretMessage.Deal ReadDeal(Proto.SecretDeal deal)
    {
        var count = Range(deal.N, Feldman.MinThreshold, Feldman.MaxCount, "SecretDeal.n");
        var threshold = Range(deal.K, Feldman.MinThreshold, count, "SecretDeal.k");
        var version = VersionOf(deal.Version, "SecretDeal.version");
        if (version == SecretMessage.EveryVersion) throw new ProtocolException("SecretDeal.version", "1 to 2^32 − 2");
        var mode = ModeOf(deal.Mode, "SecretDeal.mode");
        return new(
            Id(deal.Id, "SecretDeal.id"), version, count, Range(deal.Index, 1, count, "SecretDeal.index"), mode,
            Commitments.Read([.. deal.Commitments.Select(point => point.Memory)], threshold, "SecretDeal.commitments"),
            Share(deal.Share, "SecretDeal.share"), Sealed(deal.Sealed, mode, "SecretDeal.sealed"),
            Range(deal.DelayHours, 0, MaxDelayHours, "SecretDeal.delay_hours"));
    }

    internal static Proto.SecretDeal WriteDeal(SecretMessage.Deal deal) => new()
    {
        Id = Bytes(deal.Id),
        Version = deal.Version,
        K = (uint)deal.Commitments.Threshold,
        N = (uint)deal.Count,
        Index = (uint)deal.Index,
        Mode = (Proto.Mode)deal.Mode,
        Commitments = { deal.Commitments.ToByteArrays().Select(ProtoBytes.Wrap) },
        Share = ProtoBytes.Wrap(deal.Share.ToByteArray()),
        Sealed = ProtoBytes.Wrap([.. deal.Sealed]),
        DelayHours = (uint)deal.DelayHours,
    };

    internal static SecretMessage.Return ReadReturn(Proto.SecretReturn returned)
    {
        var (claim, id) = (Id(returned.Claim, "SecretReturn.claim"), Id(returned.Id, "SecretReturn.id"));
        if (returned.Version == 0) return new(claim, id, 0, null);
        var threshold = Range(returned.K, Feldman.MinThreshold, Feldman.MaxCount, "SecretReturn.k");
        var mode = ModeOf(returned.Mode, "SecretReturn.mode");
        return new(claim, id, returned.Version, new(
            Range(returned.Index, 1, Feldman.MaxCount, "SecretReturn.index"), mode,
            Commitments.Read([.. returned.Commitments.Select(point => point.Memory)], threshold, "SecretReturn.commitments"),
            Share(returned.Share, "SecretReturn.share"), Sealed(returned.Sealed, mode, "SecretReturn.sealed")));
    }

    internal static Proto.SecretReturn WriteReturn(SecretMessage.Return returned)
    {
        var written = new Proto.SecretReturn
        { Claim = Bytes(returned.ClaimId), Id = Bytes(returned.Id), Version = returned.Version };
        if (returned.Share is not { } share) return written;
        written.K = (uint)share.Commitments.Threshold;
        written.Index = (uint)share.Index;
        written.Mode = (Proto.Mode)share.Mode;
        written.Share = ProtoBytes.Wrap(share.Share.ToByteArray());
        written.Commitments.AddRange(share.Commitments.ToByteArrays().Select(ProtoBytes.Wrap));
        written.Sealed = ProtoBytes.Wrap([.. share.Sealed]);
        return written;
    }

    internal static ByteString Bytes(SecretId id) => ProtoBytes.Wrap(id.ToByteArray());

    internal static ByteString Bytes(Bytes32 bytes) => ProtoBytes.Wrap(bytes.ToByteArray());

    internal static SecretId Id(ByteString bytes, string field) => SecretId.Read(bytes.Span, field);

    internal static Secp256k1Scalar Share(ByteString bytes, string field) =>
        Secp256k1Scalar.Read(bytes.Span, field) is { IsZero: false } share
            ? share
            : throw new ProtocolException(field, "a number from 1 to n − 1");

    internal static SecretMode ModeOf(Proto.Mode mode, string field) => mode is Proto.Mode.Sealed or Proto.Mode.Key
        ? (SecretMode)mode
        : throw new ProtocolException(field, "sealed or key");

    private static SecretMessage.Dealt ReadDealt(Proto.SecretDealt dealt) => new(
        Id(dealt.Id, "SecretDealt.id"), VersionOf(dealt.Version, "SecretDealt.version"),
        dealt.Verdict is >= Proto.Verdict.Kept and <= Proto.Verdict.Ended
            ? (SecretVerdict)dealt.Verdict
            : throw new ProtocolException("SecretDealt.verdict", "one of the verdicts"));

    private static uint VersionOf(uint version, string field) =>
        version > 0 ? version : throw new ProtocolException(field, "a version from 1");

    internal static int Range(uint value, int least, int most, string field) => value >= least && value <= most
        ? (int)value
        : throw new ProtocolException(field, $"{least} to {most}");

    private static ImmutableArray<byte> Sealed(ByteString bytes, SecretMode mode, string field) =>
        (mode == SecretMode.Key ? bytes.Length == 0 : bytes.Length is > AeadKey.TagBytes and <= MaxPayload + AeadKey.TagBytes)
            ? [.. bytes.Span]
            : throw new ProtocolException(field, "1 byte to 12 KiB, sealed; nothing in mode key");
}
