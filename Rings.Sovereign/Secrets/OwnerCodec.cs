using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>What an owner keeps on disk, as bytes.</summary>
internal static class OwnerCodec
{
    public static SecretEntry Entry(SecretId id, OwnSecret secret)
    {
        var written = new Proto.OwnSecret
        {
            Label = secret.Label,
            Mode = (Proto.Mode)secret.Mode,
            Key = ProtoBytes.Wrap(secret.Key?.ToByteArray() ?? []),
            Sealed = ProtoBytes.Wrap([.. secret.Sealed]),
            Current = Write(secret.Current),
            Pending = Write(secret.Pending),
            Forgotten = secret.IsForgotten,
            LastVersion = secret.LastVersion,
            Holders = { secret.Holders.Select(Bytes) },
            Alive = { secret.Alive.Select(pair => Guarded(pair.Key, pair.Value.UnixMilliseconds)) },
            Alarms =
            {
                secret.Alarms.Select(alarm => new Proto.OwnAlarm
                {
                    Claim = SecretCodec.Bytes(alarm.Key),
                    Guardian = Bytes(alarm.Value.Guardian),
                    Claimant = Bytes(alarm.Value.Claimant),
                    AtMs = alarm.Value.At.UnixMilliseconds,
                    Vetoed = alarm.Value.IsVetoed,
                }),
            },
        };
        return new(SecretEntryKind.Own, id.ToByteArray(), written.ToByteArray());
    }

    public static OwnSecret Read(ReadOnlySpan<byte> bytes)
    {
        var secret = ProtoBytes.Parse(Proto.OwnSecret.Parser, bytes, "OwnSecret");
        return new(secret.Label, SecretCodec.ModeOf(secret.Mode, "OwnSecret.mode"))
        {
            Key = secret.Key.IsEmpty ? null : SecretCodec.Share(secret.Key, "OwnSecret.key"),
            Sealed = [.. secret.Sealed.Span],
            Current = Read(secret.Current),
            Pending = Read(secret.Pending),
            IsForgotten = secret.Forgotten,
            LastVersion = secret.LastVersion,
            Holders = [.. secret.Holders.Select(ReadDid)],
            Alive = secret.Alive.ToImmutableDictionary(
                one => ReadDid(one.Guardian), one => Instant.FromUnixMilliseconds(one.Value)),
            Alarms = secret.Alarms.ToImmutableDictionary(
                alarm => SecretCodec.Id(alarm.Claim, "OwnAlarm.claim"),
                alarm => new OwnAlarm(
                    ReadDid(alarm.Guardian), ReadDid(alarm.Claimant), Instant.FromUnixMilliseconds(alarm.AtMs), alarm.Vetoed)),
        };
    }

    private static Proto.OwnVersion? Write(OwnVersion? version) => version is null ? null : new()
    {
        Version = version.Version,
        K = (uint)version.Commitments.Threshold,
        Guardians = { version.Guardians.Select(Bytes) },
        Commitments = { version.Commitments.ToByteArrays().Select(ProtoBytes.Wrap) },
        DelayHours = (uint)version.DelayHours,
        DealtMs = version.DealtAt.UnixMilliseconds,
        Answers = { version.Answers.Select(answer => Guarded(answer.Key, (long)answer.Value)) },
        Undealt =
        {
            version.Undealt.Select(undealt => new Proto.Undealt
            {
                Index = (uint)version.Guardians.IndexOf(undealt.Key) + 1,
                Share = ProtoBytes.Wrap(undealt.Value.ToByteArray()),
            }),
        },
    };

    private static OwnVersion? Read(Proto.OwnVersion? version)
    {
        if (version is null) return null;
        ImmutableArray<Did> guardians = [.. version.Guardians.Select(ReadDid)];
        return new(
            version.Version, guardians,
            Commitments.Read([.. version.Commitments.Select(point => point.Memory)], (int)version.K, "OwnVersion.commitments"),
            (int)version.DelayHours, Instant.FromUnixMilliseconds(version.DealtMs))
        {
            Answers = version.Answers.ToImmutableDictionary(one => ReadDid(one.Guardian), one => (SecretVerdict)one.Value),
            Undealt = version.Undealt.ToImmutableDictionary(
                one => one.Index >= 1 && one.Index <= guardians.Length
                    ? guardians[(int)one.Index - 1]
                    : throw new ProtocolException("Undealt.index", "1 to n"),
                one => SecretCodec.Share(one.Share, "Undealt.share")),
        };
    }

    private static Proto.Guarded Guarded(Did guardian, long value) => new() { Guardian = Bytes(guardian), Value = value };

    private static ByteString Bytes(Did did) => ProtoBytes.Wrap(did.ToByteArray());

    private static Did ReadDid(ByteString bytes) => ProtoBytes.ReadDid(bytes, "OwnSecret.guardian");
}
