using Rings.Protocol.Wire;

namespace Rings.Protocol.Storage.Files;

/// <summary>Reads the bytes that all manifests have in common.</summary>
internal static class Manifests
{
    /// <exception cref="ProtocolException">Too long, or no manifest.</exception>
    public static Proto.Manifest Read(ReadOnlySpan<byte> bytes) => bytes.Length <= RecordLimits.MaxValueBytes
        ? ProtoBytes.Parse(Proto.Manifest.Parser, bytes, "Manifest")
        : throw new ProtocolException("Manifest", $"at most {RecordLimits.MaxValueBytes} bytes");
}
