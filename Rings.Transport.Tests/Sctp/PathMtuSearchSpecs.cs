using CsCheck;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>RFC 8899: the search by itself, in virtual time.</summary>
public sealed class PathMtuSearchSpecs
{
    private const int Base = 1160;
    private const int Max = 16_384;
    private const int Overhead = 37;
    private const long Rtt = 20 * TimeSpan.TicksPerMillisecond;

    [Theory]
    [InlineData(1280)]
    [InlineData(1492)]
    [InlineData(1500)]
    [InlineData(9000)]
    public void The_MTU_of_a_common_link_is_found_within_a_few_round_trips(int mtu)
    {
        var limit = (mtu - 28 - Overhead) & ~3;
        var path = new Path(limit);
        path.Search.Start();
        path.Run(TimeSpan.TicksPerSecond / 2);

        Assert.InRange(path.Search.Size, limit - 3, limit);
    }

    [Fact]
    public void Whatever_a_path_carries_is_found_to_a_few_bytes_and_nothing_greater_is_believed() =>
        Gen.Select(Gen.Int[Base, 20_000], Gen.Int[0, 20], Gen.Int).Sample((limit, loss, seed) =>
        {
            var path = new Path(limit, loss, seed);
            path.Search.Start();
            path.Run(300 * TimeSpan.TicksPerSecond);

            Assert.InRange(path.Search.Size, Base, Math.Min(Max, limit));
            Assert.True(path.Search.Size % 4 == 0);
            if (loss == 0)
                Assert.InRange(path.Search.Size, Math.Min(Max, Math.Max(Base, limit - 20)), Max);
            Assert.All(path.Probes.GroupBy(probe => probe.Size), size => Assert.InRange(size.Count(), 1, 3));
            Assert.All(path.Probes.Zip(path.Probes.Skip(1)), pair => Assert.True(
                pair.First.Arrived || pair.Second.At - pair.First.At >= TimeSpan.TicksPerSecond));
            Assert.InRange(path.Probes.Count, 1, 60);
        });

    [Fact]
    public void Large_packets_that_are_lost_for_half_a_second_while_none_arrives_end_their_size()
    {
        var path = new Path(Max);
        path.Search.Start();
        path.Run(TimeSpan.TicksPerSecond);
        Assert.Equal(Max, path.Search.Size);

        path.Search.LargeLost(path.Now, timeout: false);
        path.Search.LargeArrived();
        path.Run(TimeSpan.TicksPerSecond);
        path.Search.LargeLost(path.Now, timeout: false);
        Assert.Equal(Max, path.Search.Size);
        path.Limit = 1400;
        path.Run(TimeSpan.TicksPerSecond / 2);
        path.Search.LargeLost(path.Now, timeout: false);
        Assert.Equal(Base, path.Search.Size);

        // It is searched again, and what the path carries now is found.
        path.Run(60 * TimeSpan.TicksPerSecond);
        Assert.InRange(path.Search.Size, 1380, 1400);
    }

    [Fact]
    public void A_path_that_swallows_large_packets_again_and_again_is_searched_ever_less()
    {
        var path = new Path(Max);
        path.Search.Start();
        var times = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            while (path.Search.Size < Max)
                path.Run(TimeSpan.TicksPerSecond);

            times.Add(path.Now);
            path.Search.LargeLost(path.Now, timeout: true);
            Assert.Equal(Max, path.Search.Size);
            path.Search.LargeLost(path.Now, timeout: true);
            Assert.Equal(Base, path.Search.Size);
        }

        var waits = times.Zip(times.Skip(1), (one, next) => next - one).ToArray();
        Assert.InRange(waits[0], 10 * TimeSpan.TicksPerSecond, 13 * TimeSpan.TicksPerSecond);
        Assert.InRange(waits[^1], 600 * TimeSpan.TicksPerSecond, 603 * TimeSpan.TicksPerSecond);
    }

    [Fact]
    public void An_answer_to_another_probe_than_the_one_under_way_changes_nothing()
    {
        var search = new PathMtuSearch(Base, Max, Overhead);
        search.ProbeArrived(Max, 0);
        search.Start();
        search.ProbeArrived(Max, 0);
        search.ProbeArrived(0, 0);

        Assert.Equal(Base, search.Size);
    }

    [Fact]
    public void Without_room_above_the_base_size_nothing_is_probed()
    {
        var search = new PathMtuSearch(Base, Base, Overhead);
        search.Start();

        Assert.Equal((false, long.MaxValue), (search.IsDue, search.Timer));
    }

    [Fact]
    public void A_path_that_has_grown_is_found_after_ten_minutes_and_a_new_one_at_once()
    {
        var path = new Path(1400);
        path.Search.Start();
        path.Run(100 * TimeSpan.TicksPerSecond);
        Assert.InRange(path.Search.Size, 1380, 1400);
        path.Limit = 9000;
        path.Run(700 * TimeSpan.TicksPerSecond);
        Assert.InRange(path.Search.Size, 8900, 9000);

        path.Search.Reset();
        Assert.Equal(Base, path.Search.Size);
        path.Limit = 1300;
        path.Search.Start();
        path.Run(100 * TimeSpan.TicksPerSecond);
        Assert.InRange(path.Search.Size, 1280, 1300);
    }

    /// <summary>A path that answers probes up to its limit after a round trip, unless they are lost.</summary>
    private sealed class Path(int limit, int lossPercent = 0, int seed = 1)
    {
        private readonly Random _random = new(seed);
        private (int Size, long At)? _answer;

        public PathMtuSearch Search { get; } = new(Base, Max, Overhead);

        public int Limit { get; set; } = limit;

        public long Now { get; private set; } = 1;

        public List<(int Size, long At, bool Arrived)> Probes { get; } = [];

        public void Run(long ticks)
        {
            var end = Now + ticks;
            while (true)
            {
                if (Search.IsDue)
                    Send();

                var next = Math.Min(Search.Timer, _answer?.At ?? long.MaxValue);
                if (next > end)
                    break;

                Now = Math.Max(Now, next);
                if (_answer is { } answer && answer.At <= Now)
                {
                    _answer = null;
                    Search.ProbeArrived(answer.Size, Now);
                }

                Search.HandleTimeout(Now);
            }

            Now = end;
        }

        private void Send()
        {
            var arrives = Search.ProbeSize <= Limit && _random.Next(100) >= lossPercent;
            Probes.Add((Search.ProbeSize, Now, arrives));
            _answer = arrives ? (Search.ProbeSize, Now + Rtt) : null;
            Search.ProbeSent(Now);
        }
    }
}
