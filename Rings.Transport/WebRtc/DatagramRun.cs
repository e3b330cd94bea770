namespace Rings.Transport.WebRtc;

/// <summary>
/// A run of datagrams for one remote address while it is made: one size each but for the last, as segmentation
/// offload wants it. One for each thread, reused.
/// </summary>
internal sealed class DatagramRun
{
    private const int Capacity = 60_000;
    private const int MaxSegments = 48;

    [ThreadStatic]
    private static DatagramRun? _ofThread;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Capacity, pinned: true);
    private int _size;
    private int _count;
    private int _carried;
    private bool _ended;

    /// <summary>Takes this thread's run, empty; a second one when it is taken already.</summary>
    public static DatagramRun Take()
    {
        var run = _ofThread ?? new DatagramRun();
        _ofThread = null;
        run._size = run._carried = 0;
        run.Next();
        return run;
    }

    /// <summary>Gives it back for the thread's next use.</summary>
    public void Return() => _ofThread = this;

    /// <summary>Size of each datagram but the last.</summary>
    public int SegmentSize { get; private set; }

    /// <summary>The datagrams, one after the other.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _size);

    public bool IsEmpty => _size == 0;

    /// <summary>Whether no more datagram fits or may follow.</summary>
    public bool IsFull(int maxDatagram) => _ended || _count == MaxSegments || _size + maxDatagram > Capacity;

    /// <summary>Where the next datagram is to be written.</summary>
    public Span<byte> Tail => _buffer.AsSpan(_size);

    /// <summary>
    /// Takes the datagram that was written to <see cref="Tail"/>; one that may not follow is carried over.
    /// </summary>
    public void Append(int size)
    {
        if (_count > 0 && size > SegmentSize)
        {
            _carried = size;
            _ended = true;
            return;
        }

        SegmentSize = _count == 0 ? size : SegmentSize;
        _ended = size < SegmentSize;
        _size += size;
        _count++;
    }

    /// <summary>Begins the next run, with the datagram carried over.</summary>
    public void Next()
    {
        var carried = _carried;
        if (carried > 0)
            _buffer.AsSpan(_size, carried).CopyTo(_buffer);
        _size = _count = _carried = SegmentSize = 0;
        _ended = false;
        if (carried > 0)
            Append(carried);
    }
}
