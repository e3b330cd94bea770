using Rings.Protocol.Paths;
using Rings.TestKit;

namespace Rings.Actors.Tests.Paths;

/// <summary>Paths over whole nodes: from end to end, over relays.</summary>
public sealed class PathNodeSpecs : IDisposable
{
    private const int Nodes = 14;
    private const string FewLinks = """
        rings.ring {
          link-budget = 4
          successors = 1
          max-successors = 1
          long-link-share = 0
        }
        """;

    private readonly SimulatedRing _ring = new(seed: 17, config: FewLinks);

    public void Dispose() => _ring.Dispose();

    [Fact]
    public void A_path_over_a_link_carries_packets_both_ways()
    {
        _ring.Grow(2);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), _ring.Describe());
        var (near, far) = Ends(_ring["n0"], _ring["n1"]);

        near.Open(_ring["n1"].Did, [1, 2, 3]);
        near.Send(1 << 20);
        far.Send(1 << 20);

        Assert.True(RunUntil(() => near.ReceivedBytes == 1 << 20 && far.ReceivedBytes == 1 << 20), Describe(near, far));
        Assert.Equal([1, 2, 3], far.Asked!.Body);
        Assert.Equal(_ring["n0"].Did, far.Asked.Origin.Account);
        Assert.Equal("accepted"u8.ToArray(), near.Accepted);
        Assert.Equal(_ring["n1"].Did, near.Place!.Neighbour);
        Assert.Empty(near.Wrong.Concat(far.Wrong));
    }

    [Fact]
    public void A_first_hop_that_was_tried_is_taken_again_where_there_is_no_other()
    {
        _ring.Grow(2);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), _ring.Describe());
        var (near, far) = Ends(_ring["n0"], _ring["n1"]);

        near.Open(_ring["n1"].Did, [1], _ring["n1"].Did);

        Assert.True(RunUntil(() => near.Accepted is not null), Describe(near, far));
        Assert.Equal(_ring["n1"].Did, near.Place!.Neighbour);
    }

    [Fact]
    public void A_path_over_relays_loses_nothing_and_leaves_nothing_behind()
    {
        var (near, far) = OpenOverRelays();

        near.Send(4 << 20);
        far.Send(1 << 20);
        Assert.True(RunUntil(() => near.ReceivedBytes == 1 << 20 && far.ReceivedBytes == 4 << 20), Describe(near, far));
        near.Send(1 << 20);
        Assert.True(RunUntil(() => far.ReceivedBytes >= 9 << 19), Describe(near, far));
        near.Close(PathCloseReason.Done);

        Assert.True(RunUntil(() => far.Ended is not null), Describe(near, far));
        Assert.Equal((PathCloseReason.Done, true), (far.Ended, far.ReceivedBytes > 9 << 19));
        AssertNothingIsLeft(near, far);
    }

    [Fact]
    public void Nobody_answers_no_more_than_ten_seconds()
    {
        var (near, far) = OpenOverRelays(answers: false);

        Assert.True(RunUntil(() => near.Ended is not null && far.Ended is not null, 15), Describe(near, far));
        Assert.Equal(PathCloseReason.NoAnswer, near.Ended);
        AssertNothingIsLeft(near, far);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_relay_that_dies_ends_the_path_at_both_ends(bool whileAsked)
    {
        var (near, far) = OpenOverRelays(answers: !whileAsked);
        near.Send(16 << 20);
        if (!whileAsked) Assert.True(RunUntil(() => far.ReceivedBytes > 1 << 20), Describe(near, far));

        _ring.Kill(Relays(near, far)[0].Name);

        Assert.True(RunUntil(() => near.Ended is not null && far.Ended is not null, 90), Describe(near, far));
        if (!whileAsked)
        {
            // Whoever notices first: the neighbour of the dead, or one who waits for credit behind it.
            Assert.Contains(near.Ended!.Value, new[] { PathCloseReason.Broken, PathCloseReason.Stalled });
        }

        AssertNothingIsLeft(near, far);
    }

    [Fact]
    public void A_reader_that_stalls_for_a_while_misses_nothing_and_one_that_never_reads_holds_nobody()
    {
        var (near, far) = OpenOverRelays();
        far.Reads = false;
        near.Send(16 << 20);
        _ring.World.Run(TimeSpan.FromSeconds(20));
        Assert.InRange(far.ReceivedBytes, 1, 8 << 20);
        var got = far.ReceivedBytes;
        far.Resume();
        Assert.True(RunUntil(() => far.ReceivedBytes > got + (2 << 20)), Describe(near, far));

        far.Reads = false;

        Assert.True(RunUntil(() => near.Ended is not null && far.Ended is not null, 60), Describe(near, far));
        Assert.Equal(PathCloseReason.Stalled, near.Ended);
        AssertNothingIsLeft(near, far);
    }

    [Fact]
    public void Where_nobody_takes_paths_they_are_refused_and_to_nobody_there_is_no_way()
    {
        _ring.Grow(3);
        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(1)), _ring.Describe());
        var refused = new PathUser(_ring, _ring["n0"], "refused");
        var lost = new PathUser(_ring, _ring["n0"], "lost");

        refused.Open(_ring["n1"].Did, [1]);
        lost.Open(_ring.NewSigner("nobody").Account, [1]);

        Assert.True(RunUntil(() => refused.Ended is not null && lost.Ended is not null, 15));
        Assert.Equal((PathCloseReason.Refused, PathCloseReason.NoRoute), (refused.Ended, lost.Ended));
        AssertNothingIsLeft(refused, lost);
    }

    /// <summary>A ring in which some nodes are far apart, and a path over at least three relays.</summary>
    private (PathUser Near, PathUser Far) OpenOverRelays(bool answers = true)
    {
        // Each joins through the one before, so that nobody knows all others; and what links are idle has been closed.
        for (var number = 0; number < Nodes; number++)
        {
            if (number == 0) _ring.Start("n0");
            else _ring.Start($"n{number}", $"n{number - 1}");
            _ring.World.Run(TimeSpan.FromSeconds(2));
        }

        Assert.True(_ring.RunUntilIdeal(TimeSpan.FromMinutes(3)), _ring.Describe());
        _ring.World.Run(TimeSpan.FromSeconds(30));
        foreach (var (from, to) in _ring.Nodes.SelectMany(from => _ring.Nodes.Select(to => (from, to))))
        {
            if (from == to) continue;
            var (near, far) = Ends(from, to, $"{from.Name}-{to.Name}");
            far.Answers = answers;
            near.Open(to.Did, [7]);
            Assert.True(RunUntil(() => far.Asked is not null), Describe(near, far));
            if (Relays(near, far).Count >= 3) return (near, far);
            near.Close(PathCloseReason.Done);
            Assert.True(RunUntil(() => far.Ended is not null), Describe(near, far));
        }

        throw new InvalidOperationException($"no two nodes of this ring are far apart: {_ring.Describe()}");
    }

    private List<SimulatedNode> Relays(PathUser near, PathUser far) => [.. _ring.Nodes.Where(node =>
        node.IsAlive && node.Destination.Budget.Paths.Count > 0 && node != near.Node && node != far.Node)];

    private void AssertNothingIsLeft(PathUser near, PathUser far)
    {
        _ring.World.Run(TimeSpan.FromSeconds(60));
        Assert.Empty(near.Wrong.Concat(far.Wrong));
        foreach (var node in _ring.Nodes.Where(node => node.IsAlive))
            Assert.Equal((node.Name, 0, 0), (node.Name, node.Destination.Budget.Paths.Count, node.Destination.Budget.Paths.Promised));
    }

    private (PathUser Near, PathUser Far) Ends(SimulatedNode near, SimulatedNode far, string name = "")
    {
        var ends = (new PathUser(_ring, near, $"near{name}"), new PathUser(_ring, far, $"far{name}"));
        ends.Item2.TakePaths();
        return ends;
    }

    private bool RunUntil(Func<bool> condition, int seconds = 60) =>
        _ring.World.RunUntil(_ring.World.Now + TimeSpan.FromSeconds(seconds), condition);

    private string Describe(PathUser near, PathUser far) =>
        $"near {near.Place} {near.Ended} {near.ReceivedBytes}; far {far.Place} {far.Ended} {far.ReceivedBytes}; "
        + string.Join("; ", near.Wrong.Concat(far.Wrong)) + "\n" + _ring.Describe();
}
