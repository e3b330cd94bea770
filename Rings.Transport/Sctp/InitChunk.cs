using System.Buffers.Binary;

namespace Rings.Transport.Sctp;

/// <summary>What an INIT or INIT ACK says (RFC 9260, sections 3.3.2 and 3.3.3).</summary>
internal readonly record struct InitChunk
{
    /// <summary>The least size of the value.</summary>
    public const int FixedSize = 16;

    /// <summary>The tag that packets to the sender must carry; not zero.</summary>
    public required uint Tag { get; init; }

    /// <summary>The sender's receive window.</summary>
    public required uint Window { get; init; }

    /// <summary>Streams that the sender wants to send on; not zero.</summary>
    public required ushort OutboundStreams { get; init; }

    /// <summary>Streams that the sender can receive on; not zero.</summary>
    public required ushort InboundStreams { get; init; }

    /// <summary>The sender's first TSN.</summary>
    public required uint InitialTsn { get; init; }

    /// <summary>Whether the sender understands FORWARD TSN.</summary>
    public bool ForwardTsn { get; init; }

    /// <summary>Whether the sender understands RE-CONFIG.</summary>
    public bool Reconfig { get; init; }

    /// <summary>
    /// Whether the sender lists PAD (RFC 4820): it was made for path MTU discovery, and takes what a path carries.
    /// </summary>
    public bool Pad { get; init; }

    /// <summary>Whether the sender accepts a zero checksum, for DTLS.</summary>
    public bool ZeroChecksum { get; init; }

    /// <summary>Whether the values are ones that RFC 9260 allows.</summary>
    public bool IsValid => Tag != 0 && OutboundStreams != 0 && InboundStreams != 0;

    /// <summary>Reads the fixed part and the parameters.</summary>
    /// <param name="value">The chunk's value.</param>
    /// <param name="init">What it says.</param>
    /// <param name="cookie">The state cookie; empty if there is none.</param>
    /// <param name="unknown">Parameters not known that want to be reported, as they came; at most a few.</param>
    /// <returns>False if it is malformed.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> value, out InitChunk init, out ReadOnlySpan<byte> cookie, List<byte[]> unknown)
    {
        init = default;
        cookie = default;
        if (value.Length < FixedSize)
            return false;

        var read = new InitChunk
        {
            Tag = BinaryPrimitives.ReadUInt32BigEndian(value),
            Window = BinaryPrimitives.ReadUInt32BigEndian(value[4..]),
            OutboundStreams = BinaryPrimitives.ReadUInt16BigEndian(value[8..]),
            InboundStreams = BinaryPrimitives.ReadUInt16BigEndian(value[10..]),
            InitialTsn = BinaryPrimitives.ReadUInt32BigEndian(value[12..]),
        };
        var parameters = new TlvReader(value[FixedSize..]);
        while (parameters.MoveNext())
        {
            if (parameters.Type == ParameterType.StateCookie)
                cookie = parameters.Value;
            else if (!Apply(ref read, parameters) && !Skip(parameters, unknown))
                break;
        }

        init = read;
        return !parameters.IsMalformed;
    }

    /// <summary>Writes fixed part and parameters; <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(value, Tag);
        BinaryPrimitives.WriteUInt32BigEndian(value[4..], Window);
        BinaryPrimitives.WriteUInt16BigEndian(value[8..], OutboundStreams);
        BinaryPrimitives.WriteUInt16BigEndian(value[10..], InboundStreams);
        BinaryPrimitives.WriteUInt32BigEndian(value[12..], InitialTsn);
        BinaryPrimitives.WriteUInt32BigEndian(value[16..], (uint)ParameterType.ForwardTsnSupported << 16 | 4);
        BinaryPrimitives.WriteUInt32BigEndian(value[20..], (uint)ParameterType.SupportedExtensions << 16 | 7);
        value[24] = ChunkType.ForwardTsn;
        value[25] = ChunkType.Reconfig;
        value[26] = ChunkType.Pad;
        value[27] = 0;
        if (!ZeroChecksum)
            return;

        BinaryPrimitives.WriteUInt32BigEndian(value[28..], (uint)ParameterType.ZeroChecksumAcceptable << 16 | 8);
        BinaryPrimitives.WriteUInt32BigEndian(value[32..], 1); // RFC 9653, section 8: 1 is DTLS.
    }

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public int Size => ZeroChecksum ? FixedSize + 20 : FixedSize + 12;

    private static bool Apply(ref InitChunk init, in TlvReader parameter)
    {
        switch (parameter.Type)
        {
            case ParameterType.ForwardTsnSupported:
                init = init with { ForwardTsn = true };
                return true;

            case ParameterType.SupportedExtensions:
                init = init with
                {
                    ForwardTsn = init.ForwardTsn || parameter.Value.Contains(ChunkType.ForwardTsn),
                    Reconfig = parameter.Value.Contains(ChunkType.Reconfig),
                    Pad = parameter.Value.Contains(ChunkType.Pad),
                };
                return true;

            case ParameterType.ZeroChecksumAcceptable:
                init = init with
                {
                    ZeroChecksum = parameter.Value.Length >= 4
                        && BinaryPrimitives.ReadUInt32BigEndian(parameter.Value) == 1,
                };
                return true;

            default:
                return ParameterType.IsIgnored(parameter.Type) || parameter.Type == ParameterType.UnrecognizedParameter;
        }
    }

    // RFC 9260, section 3.2.1: the high bit says go on, the next one report.
    private static bool Skip(in TlvReader parameter, List<byte[]> unknown)
    {
        const int MaxReported = 8;
        const int MaxReportedSize = 64;
        if ((parameter.Type & 0x4000) != 0 && unknown.Count < MaxReported && parameter.Whole.Length <= MaxReportedSize)
            unknown.Add(parameter.Whole.ToArray());

        return (parameter.Type & 0x8000) != 0;
    }
}
