using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;

namespace Rings.Actors.Tests.Paths;

/// <summary>
/// An end of a link with valid keys that lies about paths: it loses its own link where an honest one cannot say it, takes
/// no more than its share, and an honest path through the same node goes on.
/// </summary>
public sealed class LyingPathSpecs : IDisposable
{
    private const int Window = PathFrame.LeastWindow;

    private readonly SimulatedRing _ring = new(seed: 5);
    private readonly LiarFrames _frames;
    private SimulatedNode _node = null!;
    private SimulatedNode _far = null!;
    private PathUser _taker = null!;

    public LyingPathSpecs() => _frames = new(_ring.World.Time);

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void Packets_for_a_path_that_was_never_opened_close_the_link()
    {
        var liar = Begin();

        liar.SendRaw(Packet(1, 100));
        Run();

        Assert.Equal((true, GoAwayReason.ProtocolError), (liar.IsClosed, liar.GoAway));
    }

    [Fact]
    public void Packets_beyond_the_first_credit_close_the_link_and_the_path()
    {
        var liar = Begin();
        _taker.Answers = false;

        liar.SendRaw(Open(liar, 1, _node));
        liar.SendRaw(Packet(1, PathPacket.MaxCiphertext));
        Run();
        Assert.NotNull(_taker.Asked);
        Assert.False(liar.IsClosed);
        liar.SendRaw(Packet(1, PathPacket.MinCiphertext));
        Run();

        Assert.True(liar.IsClosed);
        Assert.Equal(PathCloseReason.Broken, _taker.Ended);
        Assert.Equal((0, 0), (_node.Destination.Budget.Paths.Count, _node.Destination.Budget.Paths.Promised));
    }

    [Fact]
    public void A_forged_opening_is_told_closed_and_opens_nothing()
    {
        var liar = Begin();
        var open = Open(liar, 1, _node);
        open[^1] ^= 1;

        liar.SendRaw(open);
        Run();

        Assert.Single(liar.Told.OfType<LinkControl.Forged>());
        Assert.Equal([PathCloseReason.NoRoute], Closes(liar));
        Assert.Null(_taker.Asked);
    }

    [Fact]
    public void An_opening_that_comes_again_opens_nothing()
    {
        var liar = Begin();
        var open = Open(liar, 1, _node);
        liar.SendRaw(open);
        Run();

        liar.SendRaw(Relabel(open, 2));
        Run();

        Assert.Equal([PathCloseReason.NoRoute], Closes(liar));
        Assert.Equal(1, _node.Destination.Budget.Paths.Count);
    }

    [Theory]
    [InlineData(Kind.Application, false)]
    [InlineData(Kind.Stream, false)]
    [InlineData(Kind.Path, true)]
    public void Another_kind_or_one_that_wants_a_reply_closes_the_link(Kind kind, bool wantsReply)
    {
        var liar = Begin();

        liar.SendRaw(Open(liar, 1, _node, kind, wantsReply));
        Run();

        Assert.True(liar.IsClosed);
    }

    [Fact]
    public void An_opening_outside_a_path_frame_is_unsupported()
    {
        var liar = Begin();

        liar.Send(_frames.Genuine(liar.Signer, _node.Did, Kind.Path));
        Run();

        Assert.Contains(Kind.Unsupported, liar.Kinds);
        Assert.Null(_taker.Asked);
    }

    [Fact]
    public void Openings_without_an_end_take_the_liars_share_and_an_honest_path_goes_on()
    {
        var liar = Begin();
        var near = new PathUser(_ring, _node, "near");
        near.Open(_far.Did, [1]);
        near.Send(2 << 20);

        // All go on to the far node, which answers none of them; each with a packet behind it.
        var far = new PathUser(_ring, _far, "silent") { Answers = false };
        Run();
        far.TakePaths();
        for (var number = 1u; number <= 500 && !liar.IsClosed; number++)
        {
            liar.SendRaw(Open(liar, number, _far));
            liar.SendRaw(Packet(number, 17));
            _ring.World.Run(TimeSpan.FromMilliseconds(4));
        }

        Assert.False(liar.IsClosed);
        Assert.InRange(_node.Destination.Budget.Paths.Count, 1, 1 + _node.Destination.Budget.Paths.Limits.Asked);
        Assert.True(_ring.World.RunUntil(_ring.World.Now + TimeSpan.FromSeconds(20), () => _honest!.ReceivedBytes == 2 << 20));
        _ring.World.Run(TimeSpan.FromSeconds(15));
        Assert.Equal(1, _node.Destination.Budget.Paths.Count);
    }

    private PathUser? _honest;

    private LiarPeer Begin()
    {
        _ring.Grow(3);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), _ring.Describe());
        (_node, _far) = (_ring["n0"], _ring["n1"]);
        _taker = new(_ring, _node, "taker");
        _taker.TakePaths();
        _honest = new(_ring, _far, "honest");
        _honest.TakePaths();
        Run();
        return LiarPeer.LinkTo(_ring, _node, "liar", paths: true);
    }

    private void Run() => _ring.World.Run(TimeSpan.FromSeconds(1));

    private byte[] Open(LiarPeer liar, uint label, SimulatedNode to, Kind kind = Kind.Path, bool wantsReply = false)
    {
        var frame = _frames.Genuine(liar.Signer, to.Did, kind, wantsReply, [1, 2, 3]);
        Frame.TryRead(frame, out _, out var envelope).ThrowIfAny();
        var open = new byte[PathFrame.SizeWith(envelope.Length)];
        PathFrame.Write(open, Label(label), PathFrameType.Open, Window, envelope);
        return open;
    }

    private static byte[] Relabel(byte[] open, uint label)
    {
        PathFrame.TryRead(open, out var path).ThrowIfAny();
        var again = new byte[open.Length];
        PathFrame.Write(again, Label(label), PathFrameType.Open, Window, path.Rest);
        return again;
    }

    private static byte[] Packet(uint label, int ciphertext)
    {
        var packet = PathPacket.Rent(ciphertext);
        packet.Ciphertext.Clear();
        var frame = packet.Address(Label(label), wantsMore: false).ToArray();
        packet.Release();
        return frame;
    }

    /// <summary>The liar offered the link.</summary>
    private static uint Label(uint count) => (1u << 31) | count;

    private static List<PathCloseReason> Closes(LiarPeer liar)
    {
        var reasons = new List<PathCloseReason>();
        foreach (var frame in liar.PathFrames)
        {
            PathFrame.TryRead(frame, out var path).ThrowIfAny();
            if (path.Type == PathFrameType.Close) reasons.Add(path.Reason);
        }

        return reasons;
    }
}
