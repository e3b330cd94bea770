namespace Rings.Protocol.Tests.Streams;

/// <summary>One end of a stream as its application sees it: what it wants to write, and what it was given.</summary>
internal sealed class WorldStream(long id)
{
    /// <summary>What is wanted where a few bytes are written now and then, without an end.</summary>
    public const long Seldom = -1;

    public long Id => id;

    /// <summary>Bytes that are to be written before the half close; or <see cref="Seldom"/>.</summary>
    public long Wants { get; set; }

    public long Written { get; set; }

    public bool IsFinished { get; set; }

    /// <summary>Bytes that came.</summary>
    public long Came { get; set; }

    public long Unread { get; set; }

    /// <summary>Bytes a second that are read; 0: none until the end.</summary>
    public double ReadRate { get; set; }

    public bool IsReading { get; set; }

    public bool IsAccepted { get; set; }

    /// <summary>Whether its bytes may come before it is accepted.</summary>
    public bool IsOptimistic { get; set; }

    /// <summary>Why this application reset it.</summary>
    public long? Reset { get; set; }

    /// <summary>Why this application stopped reading.</summary>
    public long? Stopped { get; set; }

    public bool ReadEnded { get; set; }

    public long? ReadCode { get; set; }

    public long? WriteStopped { get; set; }

    public List<Rings.Protocol.Streams.StreamEnd> Ends { get; } = [];

    /// <summary>The byte at an offset: all differ between streams, directions and offsets that are near.</summary>
    public static byte ByteAt(long stream, bool fromOpener, long offset) =>
        (byte)(((offset * 2654435761) >> 13) + (stream * 31) + (fromOpener ? 101 : 0));
}
