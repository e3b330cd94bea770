using Rings.Protocol.Streams;

namespace Rings.Actors.Public;

/// <summary>What a reader of a stream gets where the stream did not come to its end.</summary>
/// <param name="code">Why: one of <see cref="StreamCode"/>, or the application's.</param>
public sealed class StreamResetException(long code) : IOException($"The stream ended before its end: {StreamCode.Words(code)}.")
{
    /// <summary>Why: one of <see cref="StreamCode"/>, or the application's.</summary>
    public long Code { get; } = code;
}
