using Rings.Actors.Tests.Paths;
using Rings.Protocol.Identity;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;

namespace Rings.Actors.Tests.Links;

/// <summary>
/// One node with 96 links whose ends open paths: what docs/protocol/9-limits.md bounds for paths holds for the node,
/// and the links that do nothing stay. <see cref="LimitTableSpecs"/> names the row of each test.
/// </summary>
public sealed class NodePathLimitSpecs : IDisposable
{
    private const int Links = 96;

    private readonly SimulatedRing _ring = new(seed: 29, config: "rings.links.ring-offers-per-second = 1000");
    private readonly LiarFrames _frames;
    private readonly SimulatedNode _node;
    private readonly PathUser _taker;
    private LiarPeer[] _liars = null!;

    public NodePathLimitSpecs()
    {
        _frames = new(_ring.World.Time);
        _node = _ring.Start("n0");
        _ring.World.Run(TimeSpan.FromSeconds(1));
        _taker = new(_ring, _node, "taker");
        _taker.TakePaths();
    }

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void Openings_no_more_than_the_rate_of_a_link_and_of_an_origin_by_however_many_links()
    {
        Begin();
        var origins = Enumerable.Range(0, 20).Select(number => _ring.NewSigner($"origin-{number}")).ToArray();
        for (var label = 1u; label <= 200; label++)
        {
            _liars[0].SendRaw(Open(origins[label % 20], label));
            _liars[0].SendRaw(Close(label));
        }

        _liars[1].SendRaw(Open(_liars[1].Signer, 1));
        RunToNextSecond();

        Assert.InRange(Fulls(_liars[0]), 80, 100); // The burst, and what flows in meanwhile.
        Assert.Empty(Closes(_liars[1]));
        Assert.False(_liars[0].IsClosed);

        foreach (var liar in _liars.Skip(2))
        {
            for (var label = 1u; label <= 2; label++) liar.SendRaw(Open(_liars[2].Signer, label));
        }

        RunToNextSecond();

        Assert.InRange((2 * (Links - 2)) - _liars.Skip(2).Sum(Fulls), 64, 64 + 16);
    }

    [Fact]
    public void A_link_that_opens_and_grants_nothing_for_the_answers_is_closed_and_no_other()
    {
        Begin(grants: false);

        for (var label = 1u; label <= 2000 && !_liars[0].IsClosed; label++)
        {
            _liars[0].SendRaw(Open(_liars[0].Signer, label));
            if (label % 100 == 0) _ring.World.Run(TimeSpan.FromSeconds(0.05));
        }

        _ring.World.Run(TimeSpan.FromSeconds(2));

        Assert.True(_liars[0].IsClosed);
        Assert.DoesNotContain(_liars.Skip(1), liar => liar.IsClosed);
        Assert.Equal(0, _node.Destination.Budget.Paths.Count);
    }

    [Fact]
    public void Paths_without_packets_end_after_two_minutes_and_links_stay()
    {
        Begin();
        foreach (var liar in _liars) liar.SendRaw(Open(liar.Signer, 1));
        _ring.World.Run(TimeSpan.FromSeconds(115));
        Assert.Equal(Links, _node.Destination.Budget.Paths.Count);

        _ring.World.Run(TimeSpan.FromSeconds(10));

        Assert.Equal((0, 0L), (_node.Destination.Budget.Paths.Count, _node.Destination.Budget.Paths.Promised));
        Assert.All(_liars, liar => Assert.Equal([PathCloseReason.Idle], Closes(liar)));
        Assert.DoesNotContain(_liars, liar => liar.IsClosed);
    }

    [Fact]
    public void Paths_no_more_than_there_are_places_and_memory_for_and_none_that_is_not_answered_for_10_s()
    {
        Begin();
        _taker.Answers = false;
        var limits = _node.Destination.Budget.Paths.Limits;

        for (var label = 1u; label <= 12; label++)
        {
            foreach (var liar in _liars) liar.SendRaw(Open(liar.Signer, label));
            _ring.World.Run(TimeSpan.FromSeconds(0.5));
            Assert.InRange(_node.Destination.Budget.Paths.Promised, 1, 2 * limits.Growth);
        }

        Assert.InRange(_node.Destination.Budget.Paths.Count, Links, limits.Places);
        Assert.NotEqual(0, _liars.Sum(Fulls));
        Assert.All(_liars, liar => Assert.InRange(Fulls(liar), 0, 11));

        _ring.World.Run(TimeSpan.FromSeconds(12));

        Assert.Equal((0, 0L), (_node.Destination.Budget.Paths.Count, _node.Destination.Budget.Paths.Promised));
        Assert.DoesNotContain(_liars, liar => liar.IsClosed);
    }

    private void Begin(bool grants = true)
    {
        _liars = [.. Enumerable.Range(0, Links).Select(number =>
            LiarPeer.LinkTo(_ring, _node, $"liar-{number}", grants || number > 0, paths: true))];
        RunToNextSecond();
        Assert.Equal(Links, _ring.Status(_node).Links.Length);
    }

    private void RunToNextSecond() =>
        _ring.World.RunUntil(TimeSpan.FromSeconds(Math.Floor(_ring.World.Now.TotalSeconds) + 1));

    private byte[] Open(Signer origin, uint label)
    {
        var frame = _frames.Genuine(origin, _node.Did, Kind.Path, wantsReply: false, [1, 2, 3]);
        Frame.TryRead(frame, out _, out var envelope).ThrowIfAny();
        var open = new byte[PathFrame.SizeWith(envelope.Length)];
        PathFrame.Write(open, Label(label), PathFrameType.Open, PathFrame.LeastWindow, envelope);
        return open;
    }

    private static byte[] Close(uint label)
    {
        var close = new byte[PathFrame.ShortFrameBytes];
        return close[..PathFrame.Write(close, Label(label), PathCloseReason.Done)];
    }

    /// <summary>The liar offered the link.</summary>
    private static uint Label(uint count) => (1u << 31) | count;

    private static int Fulls(LiarPeer liar) => Closes(liar).Count(reason => reason == PathCloseReason.Full);

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
