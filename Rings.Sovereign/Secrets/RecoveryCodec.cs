using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Sovereign.Secrets;

/// <summary>What a claimant keeps on disk, as bytes.</summary>
internal static class RecoveryCodec
{
    public static SecretEntry Entry((Did Owner, SecretId Id) key, RecoveryTask task) => new(
        SecretEntryKind.Recovery, GuardianCodec.KeyOf(key), new Proto.KeptRecovery
        {
            Sheet = task.Sheet.ToString(),
            BegunMs = task.BegunAt.UnixMilliseconds,
            IsRehearsal = task.IsRehearsal,
            Parts =
            {
                // In the order of the sheet.
                task.Sheet.Guardians.Where(task.Parts.ContainsKey).Select(guardian => Write(guardian, task.Parts[guardian])),
            },
        }.ToByteArray());

    public static RecoveryTask Read(ReadOnlySpan<byte> bytes)
    {
        var task = ProtoBytes.Parse(Proto.KeptRecovery.Parser, bytes, "KeptRecovery");
        return new(
            RecoverySheet.Parse(task.Sheet), Instant.FromUnixMilliseconds(task.BegunMs), task.IsRehearsal)
        {
            Parts = System.Collections.Immutable.ImmutableDictionary.ToImmutableDictionary(
                task.Parts, part => ProtoBytes.ReadDid(part.Guardian, "RecoveryPart.guardian"), Read),
        };
    }

    private static Proto.RecoveryPart Write(Did guardian, RecoveryPart part) => new()
    {
        Guardian = ProtoBytes.Wrap(guardian.ToByteArray()),
        Claim = SecretCodec.Bytes(part.Claim),
        Random = SecretCodec.Bytes(part.Random),
        Nonce = part.Nonce is { } nonce ? SecretCodec.Bytes(nonce) : ByteString.Empty,
        Returns = { part.Returns.Select(SecretCodec.WriteReturn) },
    };

    private static RecoveryPart Read(Proto.RecoveryPart part) => new(
        SecretCodec.Id(part.Claim, "RecoveryPart.claim"), Bytes32.Read(part.Random.Span, "RecoveryPart.random"))
    {
        Nonce = part.Nonce.IsEmpty ? null : Bytes32.Read(part.Nonce.Span, "RecoveryPart.nonce"),
        Returns = [.. part.Returns.Select(SecretCodec.ReadReturn)],
    };
}
