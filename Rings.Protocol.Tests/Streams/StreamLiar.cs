using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>The opener of a set that has valid keys and says whatever a test wants; the acceptor is the real one.</summary>
internal sealed class StreamLiar : IStreamEffects, IDisposable
{
    public static readonly Instant Now = Instant.FromUnixMilliseconds(1_700_000_000_000);

    private readonly Random _random = new(1);
    private readonly byte[] _plain = new byte[16_384];
    private readonly Dictionary<uint, PathKeys> _keys = [];

    public StreamLiar(StreamSettings? settings = null, StreamRules rules = StreamRules.None)
    {
        Id = StreamsId.Read("the liar's own.."u8);
        Set = new StreamSet(
            new(Id, false, DirectPolicy.Auto, settings ?? new(), new(256 << 20), Fill, this), Now, rules);
    }

    /// <summary>Writes frames.</summary>
    public delegate void Lie(ref PacketWriter writer);

    public StreamsId Id { get; }

    public StreamSet Set { get; }

    public List<(uint Index, PathCloseReason Reason)> Closed { get; } = [];

    public List<long> OfferedStreams { get; } = [];

    public long Bytes { get; private set; }

    public (long Code, string Text)? SetEnd { get; private set; }

    /// <summary>Opens a path of the set.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Open(uint index, StreamsId? id = null)
    {
        using var share = EphemeralKey.Create(Fill);
        var secret = new byte[32];
        Fill(secret);
        var hello = new StreamsHello(id ?? Id, index, secret, share.PublicKey, DirectPolicy.Auto, IsStanding: false);
        var bytes = hello.ToBytes();
        var until = Now + TimeSpan.FromHours(1);
        if (Set.TakePath(hello, bytes, AeadSuite.Aes256Gcm, hops: 2, until, Now) is not { } accept) return false;
        var answer = StreamsAccept.Read(accept);
        Assert.True(PathSecrets.TryDerive(
            AeadSuite.Aes256Gcm, bytes, accept, secret, share, answer.Share, out var opener, out var acceptor));
        Early = PathKeys.OfOpener(AeadSuite.Aes256Gcm, hello);
        _keys[index] = PathKeys.OfOpener(AeadSuite.Aes256Gcm, hello);
        _keys[index].Complete(opener!, acceptor!);
        Set.PathStands(index, Now);
        return true;
    }

    /// <summary>The keys of what is said before the answer.</summary>
    public PathKeys? Early { get; private set; }

    /// <summary>Says frames in a packet that is sealed as it should be.</summary>
    public void Say(Lie lie, uint index = 0)
    {
        var packet = Seal(lie, _keys[index]);
        Set.Packet(index, packet, Now);
        packet.Release();
    }

    /// <summary>A sealed packet; of path 0, unless other keys are given.</summary>
    public PathPacket Seal(Lie lie, PathKeys? keys = null)
    {
        var writer = new PacketWriter(_plain);
        lie(ref writer);
        var packet = PathPacket.Rent(writer.Length + AeadKey.TagBytes);
        packet.Number = (keys ?? _keys[0]).Seal(_plain.AsSpan(0, writer.Length), packet.Ciphertext).Value;
        return packet;
    }

    /// <summary>Opens a stream, and has it accepted.</summary>
    public void OpenStream(ulong stream)
    {
        Say((ref PacketWriter writer) => writer.TryOpen(stream, false, "test/1"u8, []));
        Set.Accept((long)stream, Now);
    }

    /// <summary>Says bytes of a stream.</summary>
    public void SayData(ulong stream, long offset, int length, bool isEnd = false) =>
        Say((ref PacketWriter writer) => writer.Data(stream, offset, length, isEnd).Clear());

    public void Dispose()
    {
        Set.Dispose();
        foreach (var keys in _keys.Values) keys.Dispose();
        Early?.Dispose();
    }

    void IStreamEffects.OpenPath(uint index, PathWay way, ReadOnlyMemory<byte> hello) => Assert.Fail("An acceptor asks for no path.");

    void IStreamEffects.Carry(uint index, PathPacket packet)
    {
        var plain = new byte[packet.CiphertextBytes - AeadKey.TagBytes];
        Assert.True(_keys[index].TryOpen(new PacketNumber(packet.Number), packet.Ciphertext, plain));
        packet.Release();
        ReadOnlySpan<byte> rest = plain;
        while (!rest.IsEmpty)
        {
            Assert.True(PacketFrame.TryRead(ref rest, out var frame));
            Heard.Add((index, frame.Type, frame.Subject, frame.Number));
        }
    }

    /// <summary>What the acceptor said: by which path, and of what.</summary>
    public List<(uint Path, PacketFrameType Type, ulong Subject, ulong Number)> Heard { get; } = [];

    void IStreamEffects.ClosePath(uint index, PathCloseReason reason) => Closed.Add((index, reason));

    void IStreamEffects.WantLink() => Assert.Fail("An acceptor asks for no link.");

    void IStreamEffects.Offered(long stream, string protocol, ReadOnlyMemory<byte> metadata, bool isInteractive) =>
        OfferedStreams.Add(stream);

    void IStreamEffects.Accepted(long stream) => Assert.Fail("An acceptor's streams are accepted by itself.");

    void IStreamEffects.Received(long stream, ReadOnlySpan<byte> bytes) => Bytes += bytes.Length;

    void IStreamEffects.ReadEnded(long stream, long? code) => Ends.Add((stream, code));

    void IStreamEffects.WriteStopped(long stream, long code) => Stops.Add((stream, code));

    void IStreamEffects.Writable(long stream) => Writables++;

    void IStreamEffects.Ended(long stream, StreamEnd end) => StreamEnds.Add((stream, end));

    void IStreamEffects.SetEnded(long code, string text) => SetEnd = (code, text);

    void IStreamEffects.WakeAt(Instant at) => WakesAt = at;

    public List<(long Stream, long? Code)> Ends { get; } = [];

    public List<(long Stream, long Code)> Stops { get; } = [];

    public List<(long Stream, StreamEnd End)> StreamEnds { get; } = [];

    public int Writables { get; private set; }

    public Instant WakesAt { get; private set; }

    private void Fill(Span<byte> target) => _random.NextBytes(target);
}
