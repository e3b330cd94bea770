using System.Buffers;
using System.Buffers.Binary;
using Rings.Protocol;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;

namespace Rings.Fuzz.Targets;

/// <summary>
/// Path frames as a peer sends them, one after another, each behind its length (two bytes, big-endian): read, and acted on
/// by the core that a link runs, which closes the link at the first that breaks a rule.
/// </summary>
internal sealed class PathTarget : IFuzzTarget, IPathEffects
{
    private const int Window = PathFrame.LeastWindow;
    private const uint Own = (1u << 31) | 1;

    private static readonly Did Self = Did.Read(Enumerable.Repeat((byte)1, Did.Bytes).ToArray());
    private static readonly Did Peer = Did.Read(Enumerable.Repeat((byte)2, Did.Bytes).ToArray());
    private static readonly Did Third = Did.Read(Enumerable.Repeat((byte)3, Did.Bytes).ToArray());

    public string Name => "path";

    public int MaxBytes => Frame.MaxBytes;

    public long MaxAllocatedBytes => 128L * Frame.MaxBytes;

    bool IPathEffects.HasRoom => true;

    public IEnumerable<byte[]> Seeds()
    {
        yield return Frames(Open(1));
        yield return Frames(Open(1), Packet(1, 16), Packet(1, 4000), Close(1));
        yield return Frames(Open(1), Open(2), Word(1, PathFrameType.Credit), Word(2, PathFrameType.GiveBack));
        yield return Frames(Accept(Own), Packet(Own, 1000), Close(Own));
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        var now = Instant.FromUnixMilliseconds(1_000_000);
        var places = new PathPlaces(new());
        var paths = new LinkPaths(Self, isOfferer: true, places.Limits, this);
        ulong last = 0;
        places.TryTake(Id(++last), Self, Peer, PathKind.Own, null, now, out var own, out _);
        paths.Open(own, new Opening(), this, now);
        while (input.Length > sizeof(ushort))
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(input), input.Length - sizeof(ushort));
            var frame = input.Slice(sizeof(ushort), length);
            input = input[(sizeof(ushort) + length)..];
            if (!PathFrame.TryRead(frame, out var path).IsNone || !Act(paths, places, in path, ref last, now).IsNone) break;
            now += TimeSpan.FromMilliseconds(700);
            paths.Tick(now);
        }

        paths.End();
        if (places.Count != 0 || places.Promised != 0 || paths.Promised != 0)
            throw new InvalidOperationException("a link that is gone left something behind");
    }

    private static WireFault Act(
        LinkPaths paths, PathPlaces places, in PathFrame path, ref ulong last, Instant now)
    {
        if (path.Type == PathFrameType.Data)
        {
            var pooled = ArrayPool<byte>.Shared.Rent(path.Frame.Length);
            path.Frame.CopyTo(pooled);
            return paths.Receive(in path, PathPacket.Adopt(pooled, in path), now);
        }

        if (path.Type != PathFrameType.Open) return paths.Receive(in path, now);
        var fault = paths.ReceiveOpen(in path, now, out var ask);
        if (ask is not { } asked) return fault;
        // Every other one ends here.
        var isEnd = ++last % 2 == 0;
        var (to, kind) = isEnd ? (Self, PathKind.Ends) : (Third, PathKind.Passes);
        var reason = places.TryTake(Id(last), Peer, to, kind, null, now, out var lease, out var lost);
        if (lost is not null) paths.Evict(lost.Id, now);
        if (reason == PathCloseReason.Done) paths.Take(asked, lease, lease, now);
        else paths.Refuse(asked, reason, now);
        if (isEnd && reason == PathCloseReason.Done) paths.Accept(lease.Id, new byte[10], lease, now);
        return fault;
    }

    bool IPathEffects.TryPay(int frameBytes, Instant now) => true;

    void IPathEffects.Send(ReadOnlySpan<byte> frame) => PathFrame.TryRead(frame, out _).ThrowIfAny();

    void IPathEffects.SendOpening(uint label, int window, IPathOpening opening) => opening.Release();

    void IPathEffects.Carry(LinkPath path, PathPacket packet) => packet.Release();

    void IPathEffects.Accept(LinkPath path, ReadOnlyMemory<byte> opaque)
    {
        // Nobody waits for it.
    }

    void IPathEffects.Free(LinkPath path, int cost)
    {
        // Nothing is sent that could be waited for.
    }

    void IPathEffects.Close(LinkPath path, PathCloseReason reason)
    {
        // The other side has nothing to do.
    }

    private static TransactionId Id(ulong number)
    {
        Span<byte> id = stackalloc byte[TransactionId.Bytes];
        id.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(id, number);
        return TransactionId.Read(id);
    }

    private static byte[] Frames(params byte[][] frames) => [.. frames.SelectMany(
        frame => new[] { (byte)(frame.Length >> 8), (byte)frame.Length }.Concat(frame))];

    private static byte[] Open(uint label) => Long(label, PathFrameType.Open, 100);

    private static byte[] Accept(uint label) => Long(label, PathFrameType.Accept, 20);

    private static byte[] Long(uint label, PathFrameType type, int rest)
    {
        var frame = new byte[PathFrame.SizeWith(rest)];
        PathFrame.Write(frame, label, type, Window, new byte[rest]);
        return frame;
    }

    private static byte[] Word(uint label, PathFrameType type)
    {
        var frame = new byte[PathFrame.ShortFrameBytes];
        return frame[..PathFrame.Write(frame, label, type, 1000)];
    }

    private static byte[] Close(uint label)
    {
        var frame = new byte[PathFrame.ShortFrameBytes];
        return frame[..PathFrame.Write(frame, label, PathCloseReason.Done)];
    }

    private static byte[] Packet(uint label, int ciphertext)
    {
        var packet = PathPacket.Rent(ciphertext);
        packet.Number = 0;
        packet.Ciphertext.Clear();
        var frame = packet.Address(label, wantsMore: true).ToArray();
        packet.Release();
        return frame;
    }

    private sealed class Opening : IPathOpening
    {
        public int FrameBytes => 500;

        public void Release()
        {
            // Nothing is rented.
        }
    }
}
