using Google.Protobuf;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Services;

/// <summary>A provider's word that it is there: the value of its Register <c>presence/OWNER/NAME</c>.</summary>
/// <param name="Load">0, idle, to 100, full.</param>
/// <param name="FreeStreams">Streams that it takes beyond those it has.</param>
/// <param name="Started">Since when it provides.</param>
internal sealed record Presence(int Load, int FreeStreams, Instant Started)
{
    /// <summary>How long one stands.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    private const int MaxLoad = 100;
    private const int MaxBytes = 256;

    /// <summary>Reads one.</summary>
    /// <exception cref="ProtocolException">Malformed, or out of its bounds.</exception>
    public static Presence Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) throw new ProtocolException("Presence", $"at most {MaxBytes} bytes");
        var said = ProtoBytes.Parse(Proto.Presence.Parser, bytes, "Presence");
        if (said.Load > MaxLoad) throw new ProtocolException("Presence.load", $"0 to {MaxLoad}");
        if (said.StartedMs > long.MaxValue) throw new ProtocolException("Presence.started_ms", "below 2^63");
        return new Presence(
            (int)said.Load, (int)Math.Min(said.FreeStreams, int.MaxValue), Instant.FromUnixMilliseconds((long)said.StartedMs));
    }

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes() => new Proto.Presence
    {
        Load = (uint)Load,
        FreeStreams = (uint)FreeStreams,
        StartedMs = (ulong)Started.UnixMilliseconds,
    }.ToByteArray();
}
