using System.Diagnostics.CodeAnalysis;
using Rings.Protocol;
using Rings.Protocol.Streams;

namespace Rings.Actors.Public;

/// <summary>
/// A stream that another node opened and that waits for this node's answer: one of <see cref="Accept"/> and
/// <see cref="Refuse"/>, within 30 s. Thread-safe: the first answer counts.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "A stream of the ring, which is what the name says.")]
public sealed class IncomingStream
{
    private readonly RingsStream _stream;
    private readonly Action<long?> _answer;
    private int _isAnswered;

    internal IncomingStream(RingsStream stream, bool isInteractive, Action<long?> answer) =>
        (_stream, IsInteractive, _answer) = (stream, isInteractive, answer);

    /// <summary>Who opened it, authenticated.</summary>
    public Did Peer => _stream.Peer;

    /// <summary>What it is for.</summary>
    public string Protocol => _stream.Protocol;

    /// <summary>What its opener says to that: up to 4 KiB of anything.</summary>
    public ReadOnlyMemory<byte> Metadata => _stream.Metadata;

    /// <summary>Whether its opener wants it kept out of the way of bulk.</summary>
    public bool IsInteractive { get; }

    /// <summary>Takes it. The stream is the caller's to dispose of.</summary>
    /// <exception cref="InvalidOperationException">It was refused before.</exception>
    public RingsStream Accept()
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 2)
            throw new InvalidOperationException("The stream was refused already.");
        _answer(null);
        return _stream;
    }

    /// <summary>Does not take it. Nothing happens where it was answered before.</summary>
    /// <param name="code">The reason that the other end is told: one of <see cref="StreamCode"/>, or its own.</param>
    public void Refuse(long code)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(code);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, StreamCode.Max);
        if (Interlocked.CompareExchange(ref _isAnswered, 2, 0) == 0) _answer(code);
    }
}
