using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Rings.Transport.Udp.LinuxSockets;

namespace Rings.Transport.Udp;

/// <summary>
/// Many datagrams a system call on Linux: <c>recvmmsg</c> and <c>sendmmsg</c>, and where the kernel has them
/// UDP_SEGMENT and UDP_GRO, by which a burst crosses the stack in one piece.
/// </summary>
internal sealed unsafe class LinuxPath : IDatagramPath
{
    private const int Slots = 16;
    private const int SlotSize = 64 * 1024;
    private const int NameSize = 28;
    private const int ControlSize = 64;
    private const int MaxSegments = 60;
    private const int MaxRun = 60_000;

    // What a link of 1,280 bytes, the least that IPv6 has, carries.
    private const int EveryPath = 1232;

    private readonly byte* _memory;
    private readonly MessageEntry* _entries;
    private readonly bool _receivesRuns;
    private volatile bool _segments;
    private bool _disposed;

    /// <summary>Prepares a socket; offload is probed when it is wanted.</summary>
    public LinuxPath(Socket socket, bool offload)
    {
        _receivesRuns = offload && TryEnable(socket, UdpGro, 1);
        _segments = offload && TryEnable(socket, UdpSegment, 0);
        NeverFragments = socket.AddressFamily == AddressFamily.InterNetwork
            ? TryEnable(socket, IpLevel, IpMtuDiscover, ProbePath)
            : TryEnable(socket, Ipv6Level, Ipv6MtuDiscover, ProbePath);
        var size = (nuint)(Slots * (SlotSize + NameSize + ControlSize + sizeof(Vector) + sizeof(MessageEntry)));
        _memory = (byte*)NativeMemory.Alloc(size);
        _entries = (MessageEntry*)(_memory + (Slots * SlotSize));
    }

    /// <summary>Whether this system has these calls, laid out as here.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    public bool Segments => _segments;

    public bool NeverFragments { get; }

    public bool Receive(Socket socket, UdpSocket owner, IDatagramSink sink)
    {
        Prepare();
        var count = ReceiveMany(socket.SafeHandle, _entries, Slots, WaitForOne, null);
        if (count < 0)
            return Marshal.GetLastPInvokeError() is not (BadHandle or NotSocket or InvalidArgument);

        for (var i = 0; i < count; i++)
        {
            ref var entry = ref _entries[i];
            if ((entry.Header.Flags & Truncated) == 0)
                HandOut(ref entry, owner, sink);
        }

        sink.OnBatchEnd();
        return true;
    }

    public void Send(Socket socket, TransportAddress remote, ReadOnlySpan<byte> run, int segmentSize)
    {
        var name = stackalloc byte[NameSize];
        var nameLength = SocketName.Write(remote, socket.AddressFamily, new Span<byte>(name, NameSize));
        fixed (byte* start = run)
        {
            if (_segments && run.Length > segmentSize)
                SendRuns(socket, name, nameLength, start, run.Length, segmentSize);
            else
                SendEach(socket, name, nameLength, start, run.Length, segmentSize);
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        NativeMemory.Free(_memory);
    }

    private static bool TryEnable(Socket socket, int option, int value) => TryEnable(socket, UdpLevel, option, value);

    private static bool TryEnable(Socket socket, int level, int option, int value)
    {
        try
        {
            socket.SetRawSocketOption(level, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
            return true;
        }
        catch (SocketException)
        {
            return false; // An older kernel: it goes without.
        }
    }

    private void Prepare()
    {
        var vectors = (Vector*)(_entries + Slots);
        var names = (byte*)(vectors + Slots);
        var controls = names + (Slots * NameSize);
        for (var i = 0; i < Slots; i++)
        {
            vectors[i] = new Vector { Base = _memory + (i * SlotSize), Length = SlotSize };
            _entries[i] = default;
            _entries[i].Header.Name = names + (i * NameSize);
            _entries[i].Header.NameLength = NameSize;
            _entries[i].Header.Vectors = vectors + i;
            _entries[i].Header.VectorCount = 1;
            _entries[i].Header.Control = _receivesRuns ? controls + (i * ControlSize) : null;
            _entries[i].Header.ControlLength = _receivesRuns ? (nuint)ControlSize : 0;
        }
    }

    private static void HandOut(ref MessageEntry entry, UdpSocket owner, IDatagramSink sink)
    {
        var remote = SocketName.Read(new ReadOnlySpan<byte>(entry.Header.Name, (int)entry.Header.NameLength));
        var bytes = new ReadOnlySpan<byte>(entry.Header.Vectors->Base, (int)entry.Length);
        var segment = SegmentSize(entry.Header, bytes.Length);
        if (remote.IsNone)
            return;

        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(segment, bytes.Length)..])
            sink.OnDatagram(owner, remote, bytes[..Math.Min(segment, bytes.Length)]);
    }

    private static int SegmentSize(in Message message, int whole)
    {
        if (message.ControlLength < (nuint)(sizeof(ControlHeader) + sizeof(int)))
            return whole;

        var header = (ControlHeader*)message.Control;
        var size = *(int*)(header + 1);
        return header->Level == UdpLevel && header->Type == UdpGro && size > 0 ? size : whole;
    }

    private void SendRuns(Socket socket, byte* name, int nameLength, byte* start, int length, int segmentSize)
    {
        var most = Math.Min(MaxSegments, MaxRun / segmentSize) * segmentSize;
        for (var sent = 0; sent < length; sent += most)
        {
            var size = Math.Min(most, length - sent);
            if (!SendRun(socket, name, nameLength, start + sent, size, segmentSize))
                SendEach(socket, name, nameLength, start + sent, size, segmentSize);
        }
    }

    private bool SendRun(Socket socket, byte* name, int nameLength, byte* start, int length, int segmentSize)
    {
        var control = stackalloc byte[24];
        *(ControlHeader*)control = new ControlHeader
        {
            Length = (nuint)(sizeof(ControlHeader) + sizeof(ushort)),
            Level = UdpLevel,
            Type = UdpSegment,
        };
        *(ushort*)(control + sizeof(ControlHeader)) = (ushort)segmentSize;
        var vector = new Vector { Base = start, Length = (nuint)length };
        var message = new Message
        {
            Name = name,
            NameLength = (uint)nameLength,
            Vectors = &vector,
            VectorCount = 1,
            Control = control,
            ControlLength = 24,
        };
        if (LinuxSockets.Send(socket.SafeHandle, &message, 0) >= 0)
            return true;

        // The device or the kernel cannot: never ask again. Anything else is a lost run, as UDP may lose it. Segments that
        // the path has become too narrow for are refused the same way, and say nothing of the kernel.
        if (Marshal.GetLastPInvokeError() is not (IoError or InvalidArgument or NoProtocolOption))
            return true;
        if (segmentSize > EveryPath)
            return false;
        _segments = false;
        return false;
    }

    private static void SendEach(Socket socket, byte* name, int nameLength, byte* start, int length, int segmentSize)
    {
        var entries = stackalloc MessageEntry[MaxSegments];
        var vectors = stackalloc Vector[MaxSegments];
        for (var sent = 0; sent < length;)
        {
            var count = 0;
            for (; count < MaxSegments && sent < length; count++)
            {
                var size = Math.Min(segmentSize, length - sent);
                vectors[count] = new Vector { Base = start + sent, Length = (nuint)size };
                entries[count] = default;
                entries[count].Header.Name = name;
                entries[count].Header.NameLength = (uint)nameLength;
                entries[count].Header.Vectors = vectors + count;
                entries[count].Header.VectorCount = 1;
                sent += size;
            }

            SendMany(socket.SafeHandle, entries, (uint)count, 0);
        }
    }
}
