using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>Where further long links are opened, and when (protocol.md, 4).</summary>
public sealed class LongLinksSpecs
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_700_000_000_000);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);
    private static readonly RingSettings Settings = RingSettings.Default;

    private readonly LongLinks _links = new(Settings, new(new Random(1)));
    private readonly RingSize _size = OfHundreds();

    [Fact]
    public void They_are_looked_for_while_rounds_are_slow_and_not_for_a_while_after_a_search_in_vain()
    {
        var slow = TimeSpan.FromSeconds(1) + Tick;
        Assert.False(_links.IsDue(TimeSpan.FromSeconds(1), Now));
        Assert.True(_links.IsDue(slow, Now));

        _links.Rest(Now);

        Assert.False(_links.IsDue(slow, Now + TimeSpan.FromMinutes(2.5) - Tick));
        Assert.True(_links.IsDue(slow, Now + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void A_round_looks_for_three()
    {
        Assert.Null(Next(At(200), At(800)));
        for (var round = 0; round < 2; round++)
        {
            _links.Begin();
            for (var number = 0; number < 3; number++) Assert.NotNull(Next(At(200), At(800)));
            Assert.Null(Next(At(200), At(800)));
        }
    }

    [Fact]
    public void Three_quarters_of_the_budget_are_spent_and_no_more()
    {
        _links.Begin();

        Assert.Null(_links.Next(Routing(At(200), At(800)), _size, held: 72));
        Assert.NotNull(_links.Next(Routing(At(200), At(800)), _size, held: 71));
    }

    /// <summary>From the middle of a gap by up to 15 % of it to either side.</summary>
    [Fact]
    public void The_gap_that_is_widest_for_its_distance_either_way_is_halved()
    {
        Halves(At(200), At(800), At(100), At(200), At(800));
        Halves(At(200), At(500), At(100), At(200), At(500), At(600));
        Halves(At(500), At(850), At(400), At(500), At(850), At(930));
        var near = Enumerable.Range(4, 9).Select(number => At(25 * number)); // 100 to 300.
        Halves(At(40), At(100), [At(40), .. near, At(500)]);
        Halves(At(900), At(960), [At(500), .. Enumerable.Range(28, 9).Select(number => At(25 * number)), At(960)]);
    }

    [Fact]
    public void A_gap_that_the_lists_of_its_ends_cover_needs_no_link()
    {
        _links.Begin();

        Assert.Null(Next(At(100), At(125), At(150)));
        Assert.Null(Next(At(100)));
        Assert.Null(Next());
        Assert.NotNull(Next(At(100), At(131)));
    }

    private void Halves(Did from, Did to, params Did[] members)
    {
        for (var time = 0; time < 20; time++)
        {
            _links.Begin();
            var inside = from.DistanceTo(Next(members)!.Value).Fraction / from.DistanceTo(to).Fraction;
            Assert.InRange(inside, 0.349, 0.651);
        }
    }

    private Did? Next(params Did[] members) => _links.Next(Routing(members), _size, members.Length);

    private static RoutingTable Routing(params Did[] members) =>
        new(At(0), RingPhase.Member, null, members, [], null, null);

    /// <summary>Of 667 members, with lists of 10: what is narrower than 3 % of the circle is covered.</summary>
    private static RingSize OfHundreds()
    {
        var (table, candidates, size) = (new LinkTable(At(0)), new Candidates(Settings), new RingSize(Settings));
        var after = new NeighbourList(At(0), clockwise: true);
        for (var number = 1; number <= 3; number++) table.Add(At(number)).Set(LinkFlags.Member, on: true);
        after.Hear(At(1), [At(2), At(3)], size.Lists);
        after.Realise(table, candidates, size.Lists);
        size.Measure(At(0), after, new NeighbourList(At(0), clockwise: false));
        return size;
    }
}
