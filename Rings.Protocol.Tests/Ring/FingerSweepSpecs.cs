using Rings.Protocol.Ring;
using static Rings.Protocol.Tests.Ring.RingProperties;

namespace Rings.Protocol.Tests.Ring;

/// <summary>When which exponent of the finger table is looked up (protocol.md, 4).</summary>
public sealed class FingerSweepSpecs
{
    private const int First = 150;

    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_700_000_000_000);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);
    private static readonly RingSettings Settings = RingSettings.Default;

    private readonly FingerTable _fingers = new(At(500));
    private readonly FingerSweep _sweep = new(Settings, new(new Random(1)));

    [Fact]
    public void An_empty_table_is_gone_over_in_one_round()
    {
        _sweep.Round(_fingers, First, Now);

        for (var exponent = First; exponent < Did.Bits; exponent++)
        {
            Assert.Equal(exponent, _sweep.Next(_fingers));
            Assert.Null(_sweep.Next(_fingers)); // Until that is answered.
            _sweep.GoOn(exponent + 1);
        }

        Assert.Null(_sweep.Next(_fingers));
    }

    [Fact]
    public void Gaps_of_a_table_are_gone_over_by_three_a_round()
    {
        Assert.True(Refreshes(Now));
        _fingers.Learn(First, At(502)); // As far as 151.
        List<int?> asked = [];

        for (var round = 0; round < 4; round++)
        {
            _sweep.Round(_fingers, First, Now);
            while (_sweep.Next(_fingers) is { } exponent)
            {
                asked.Add(exponent);
                _sweep.GoOn(exponent + 1);
            }

            asked.Add(null);
        }

        Assert.Equal([152, 153, 154, null, 155, 156, 157, null, 158, 159, null, 152, 153, 154, null], asked);
    }

    [Fact]
    public void The_whole_table_is_looked_up_again_after_8_s_twice_as_long_each_time_and_every_two_minutes_at_last()
    {
        var now = Now;
        Assert.True(Refreshes(now));
        _fingers.Learn(First, At(502));

        foreach (var seconds in (int[])[8, 16, 32, 64, 120, 120])
        {
            var wait = TimeSpan.FromSeconds(seconds);
            Assert.False(Refreshes(now + (0.8 * wait) - Tick), $"before {seconds} s");
            now += 1.2 * wait;
            Assert.True(Refreshes(now), $"after {seconds} s");
        }
    }

    [Fact]
    public void Once_it_is_told_to_the_next_sweep_goes_over_the_whole_table_and_forgets_what_the_list_covers()
    {
        Assert.True(Refreshes(Now));
        _fingers.Learn(140, At(500) + Distance.PowerOfTwo(140));
        _fingers.Learn(First, At(502));
        Assert.False(Refreshes(Now));
        Assert.Equal(2, _fingers.Entries.Count);

        _sweep.RefreshAt(Now);

        Assert.True(Refreshes(Now));
        Assert.Equal(At(502), Assert.Single(_fingers.Entries).Owner);
    }

    /// <summary>A round that asks for one exponent; whether it is the first, covered or not.</summary>
    private bool Refreshes(Instant at)
    {
        _sweep.Round(_fingers, First, at);
        var next = _sweep.Next(_fingers);
        Assert.True(next is First or 152, $"{next}");
        return next == First;
    }
}
