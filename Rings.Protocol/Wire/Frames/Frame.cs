namespace Rings.Protocol.Wire;

/// <summary>
/// One message of a data channel: a tag and a length before an envelope, a piece of link control, or a word about a path.
/// </summary>
internal static class Frame
{
    /// <summary>The longest frame, in bytes: what one data-channel message may hold.</summary>
    public const int MaxBytes = 65_535;

    /// <summary>The longest header, in bytes: a tag and a length.</summary>
    public const int MaxHeaderBytes = 4;

    internal const int EnvelopeField = 1;
    internal const int ControlField = 2;
    internal const int PathField = 3;

    /// <summary>Reads the header.</summary>
    /// <param name="frame">The whole message, as received.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="content">The bytes after the header; empty for an unknown kind.</param>
    /// <returns>What is wrong, if anything: the size, the header, or bytes after the content.</returns>
    public static WireFault TryRead(ReadOnlySpan<byte> frame, out FrameKind kind, out ReadOnlySpan<byte> content)
    {
        kind = FrameKind.Unknown;
        content = default;
        if (frame.Length is 0 or > MaxBytes) return new("Frame", "1 to 65,535 bytes");
        var reader = new FieldReader(frame);
        kind = reader.TryTag(EnvelopeField, FieldReader.Delimited) ? FrameKind.Envelope
            : reader.TryTag(ControlField, FieldReader.Delimited) ? FrameKind.Control
            : reader.TryTag(PathField, FieldReader.Delimited) ? FrameKind.Path
            : FrameKind.Unknown;
        if (kind == FrameKind.Unknown)
            return reader.TrySkipLast(ControlField) ? WireFault.None : new("Frame", "one field that fills it");
        return reader.TryBytes(out content) && reader.AtEnd
            ? WireFault.None
            : new("Frame", "one field that fills it");
    }

    /// <summary>Bytes of the frame of an envelope of this length.</summary>
    public static int SizeWith(int envelope) => HeaderBytes(envelope) + envelope;

    /// <summary>Writes the frame of an envelope.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="target">As many bytes as <see cref="SizeWith"/> says.</param>
    public static void WrapEnvelope(ReadOnlySpan<byte> envelope, Span<byte> target) =>
        new FieldWriter(target).Bytes(EnvelopeField, envelope);

    internal static int HeaderBytes(int content) => 1 + FieldWriter.SizeOfVarint((uint)content);
}
