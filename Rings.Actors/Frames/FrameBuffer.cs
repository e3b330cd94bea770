using System.Buffers;

namespace Rings.Actors.Frames;

/// <summary>
/// One frame on its way through the node, in an array that is reused. One owner at a time, who passes it on or
/// releases it.
/// </summary>
internal sealed class FrameBuffer
{
    private readonly bool _pooled;
    private byte[] _array;

    private FrameBuffer(byte[] array, int length, bool pooled) => (_array, Length, _pooled) = (array, length, pooled);

    public int Offset { get; private set; }

    public int Length { get; private set; }

    public Span<byte> Span => _array.AsSpan(Offset, Length);

    /// <summary>A copy of what a channel delivered, in a rented array.</summary>
    public static FrameBuffer Copy(ReadOnlySpan<byte> frame)
    {
        var array = ArrayPool<byte>.Shared.Rent(frame.Length);
        frame.CopyTo(array);
        return new FrameBuffer(array, frame.Length, pooled: true);
    }

    /// <summary>A frame in an array of its own.</summary>
    public static FrameBuffer Own(byte[] frame) => new(frame, frame.Length, pooled: false);

    /// <summary>A rented array for a frame that is about to be written.</summary>
    public static FrameBuffer Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length, pooled: true);

    /// <summary>The frame begins later in the same array.</summary>
    public void CutFront(int bytes)
    {
        Offset += bytes;
        Length -= bytes;
    }

    /// <summary>Gives the rented array away, with the frame at its beginning. The buffer is not to be used afterwards.</summary>
    public byte[] Detach()
    {
        var array = _array;
        _array = [];
        Length = 0;
        return array;
    }

    /// <summary>Gives the array back. The buffer is not to be used afterwards.</summary>
    public void Release()
    {
        if (_pooled && _array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Length = 0;
    }
}
