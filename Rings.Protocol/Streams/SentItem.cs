namespace Rings.Protocol.Streams;

/// <summary>What a packet carried that has to go again when its path ends: bytes, or news of a stream.</summary>
/// <param name="Packet">The packet's number.</param>
/// <param name="Stream">The stream; null: the set's window was said.</param>
/// <param name="News">What was said of it; <see cref="StreamNews.None"/>: bytes.</param>
/// <param name="Offset">Where the bytes begin.</param>
/// <param name="Length">How many.</param>
/// <param name="IsEnd">Whether they are the stream's last.</param>
internal readonly record struct SentItem(
    ulong Packet, StreamState? Stream, StreamNews News, long Offset = 0, int Length = 0, bool IsEnd = false);
