using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;

namespace Rings.Actors.Tests.Paths;

/// <summary>
/// The next hop of a node's own path has valid keys and lies: it grants nothing or too much, says that the path is over,
/// answers twice or for paths that there are not. It costs the path, or its own link, and an honest path goes on.
/// </summary>
public sealed class LyingNextHopSpecs : IDisposable
{
    private readonly SimulatedRing _ring = new(seed: 6);
    private readonly SimulatedNode _node;
    private readonly LiarPeer _liar;
    private readonly PathUser _near;
    private readonly PathUser _honest;
    private readonly PathUser _other;
    private readonly uint _label;

    public LyingNextHopSpecs()
    {
        _ring.Grow(3);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), _ring.Describe());
        _node = _ring["n0"];
        _honest = new(_ring, _ring["n1"], "honest");
        _honest.TakePaths();
        _liar = LiarPeer.LinkTo(_ring, _node, "liar", paths: true);
        Run();
        (_near, _other) = (new(_ring, _node, "near"), new(_ring, _node, "other"));
        _other.Open(_honest.Node.Did, [1]);
        _near.Open(_liar.Did, [1]);
        Run();
        PathFrame.TryRead(Assert.Single(_liar.PathFrames), out var open).ThrowIfAny();
        Assert.Equal(PathFrameType.Open, open.Type);
        _label = open.Label;
    }

    public void Dispose()
    {
        Assert.Null(_other.Ended);
        _other.Send(1 << 20);
        Assert.True(_ring.World.RunUntil(_ring.World.Now + TimeSpan.FromSeconds(20), () => _honest.ReceivedBytes == 1 << 20));
        Assert.Equal((1, 0), (_node.Destination.Budget.Paths.Count, _other.Wrong.Count + _honest.Wrong.Count));
        _ring.Dispose();
    }

    [Fact]
    public void One_that_does_not_answer_is_given_up()
    {
        _ring.World.Run(TimeSpan.FromSeconds(12));

        Assert.Equal(PathCloseReason.NoAnswer, _near.Ended);
        Assert.False(_liar.IsClosed);
    }

    [Fact]
    public void One_that_accepts_and_grants_nothing_more_is_given_up_as_stalled()
    {
        Accept(PathFrame.LeastWindow);
        _near.Send(1 << 20);
        _ring.World.Run(TimeSpan.FromSeconds(40));

        Assert.Equal(PathCloseReason.Stalled, _near.Ended);
        Assert.False(_liar.IsClosed);
    }

    [Fact]
    public void One_that_grants_more_than_may_be_in_hand_loses_its_link()
    {
        Accept(PathFrame.LeastWindow);
        _liar.SendRaw(Number(_label, PathFrameType.Credit, PathFrame.MaxCredit));
        Run();

        Lost();
    }

    [Theory]
    [InlineData(PathFrameType.Credit)]
    [InlineData(PathFrameType.GiveBack)]
    public void One_that_speaks_of_credit_before_it_has_accepted_or_gives_back_what_it_has_not_loses_its_link(PathFrameType type)
    {
        _liar.SendRaw(Number(_label, type, PathFrame.MaxCredit));
        Run();

        Lost();
    }

    [Fact]
    public void One_that_accepts_twice_loses_its_link()
    {
        Accept(PathFrame.LeastWindow);
        Accept(PathFrame.LeastWindow);

        Lost();
    }

    [Fact]
    public void One_that_accepts_what_was_never_asked_loses_its_link()
    {
        _liar.SendRaw(Answer(_label + 1, PathFrame.LeastWindow));
        Run();

        Lost();
    }

    [Theory]
    [InlineData(PathCloseReason.Done)]
    [InlineData(PathCloseReason.Full)]
    [InlineData(PathCloseReason.NoSession)]
    public void One_that_says_that_the_path_is_over_ends_that_path_only(PathCloseReason reason)
    {
        Accept(PathFrame.LeastWindow);
        var close = new byte[PathFrame.ShortFrameBytes];
        _liar.SendRaw(close[..PathFrame.Write(close, _label, reason)]);
        Run();

        Assert.Equal(reason, _near.Ended);
        Assert.False(_liar.IsClosed);
        // What comes for it afterwards is dropped unread.
        _liar.SendRaw(Number(_label, PathFrameType.Credit, PathFrame.MaxCredit));
        Run();
        Assert.False(_liar.IsClosed);
    }

    private void Lost()
    {
        Assert.Equal((true, GoAwayReason.ProtocolError), (_liar.IsClosed, _liar.GoAway));
        Assert.Equal(PathCloseReason.Broken, _near.Ended);
    }

    private void Accept(int window)
    {
        _liar.SendRaw(Answer(_label, window));
        Run();
    }

    private static byte[] Answer(uint label, int window)
    {
        var opaque = "anything"u8;
        var frame = new byte[PathFrame.SizeWith(opaque.Length)];
        PathFrame.Write(frame, label, PathFrameType.Accept, window, opaque);
        return frame;
    }

    private static byte[] Number(uint label, PathFrameType type, int amount)
    {
        var frame = new byte[PathFrame.ShortFrameBytes];
        return frame[..PathFrame.Write(frame, label, type, (uint)amount)];
    }

    private void Run() => _ring.World.Run(TimeSpan.FromSeconds(1));
}
