using Xunit.Abstractions;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Throughput in virtual time: the same on every machine.</summary>
public sealed class SctpThroughputSpecs(ITestOutputHelper output)
{
    private const double Million = 1_000_000;

    [Theory]
    [InlineData(CongestionAlgorithm.Reno, 0, 24.4)]
    [InlineData(CongestionAlgorithm.Cubic, 0, 24.4)]
    [InlineData(CongestionAlgorithm.Model, 0, 24.4)]
    [InlineData(CongestionAlgorithm.Reno, 0.01, 0.2)]
    [InlineData(CongestionAlgorithm.Cubic, 0.01, 0.27)]
    [InlineData(CongestionAlgorithm.Model, 0.01, 0.54)]
    public void Over_a_round_trip_of_50_ms(CongestionAlgorithm algorithm, double loss, double least)
    {
        var link = new SharedLink
        {
            RoundTrip = TimeSpan.FromMilliseconds(50),
            Bandwidth = 54 * Million,
            MaxQueue = TimeSpan.FromMilliseconds(50),
            Loss = loss,
        };
        link.Add(algorithm, seed: 1);

        link.Run(TimeSpan.FromSeconds(2));
        var rate = link.Run(TimeSpan.FromSeconds(4))[0] / Million;

        output.WriteLine($"{algorithm}, loss {loss:P0}: {rate:F2} MB/s; {link.Statistics(0)}");
        Assert.True(rate >= least, $"{rate:F2} MB/s; {link.Statistics(0)}");
    }

    [Fact]
    public void A_conversation_before_does_not_slow_what_follows()
    {
        for (var seed = 1; seed < 4; seed++)
        {
            var link = new SharedLink
            {
                RoundTrip = TimeSpan.FromMilliseconds(50),
                Bandwidth = 54 * Million,
                MaxQueue = TimeSpan.FromMilliseconds(50),
                Loss = 0.01,
                LossBack = 0.01,
                Seed = seed,
                Pings = 10,
            };
            link.Add(CongestionAlgorithm.Model, seed);
            link.Run(TimeSpan.FromSeconds(2));

            var rate = link.Run(TimeSpan.FromSeconds(2))[0] / Million;

            Assert.True(rate > 5, $"{rate:F2} MB/s; {link.Statistics(0)}");
        }
    }

    [Fact]
    public void Chance_losses_at_the_beginning_do_not_keep_the_model_slow()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var link = new SharedLink
            {
                RoundTrip = TimeSpan.FromMilliseconds(50),
                Bandwidth = 50 * Million,
                MaxQueue = TimeSpan.FromMilliseconds(50),
                Loss = 0.01,
                Seed = seed,
            };
            link.Add(CongestionAlgorithm.Model, seed);
            link.Run(TimeSpan.FromSeconds(2));

            var rate = link.Run(TimeSpan.FromSeconds(2))[0] / Million;

            output.WriteLine($"seed {seed}: {rate:F2} MB/s; {link.Statistics(0)}");
            Assert.True(rate > 15, $"seed {seed}: {rate:F2} MB/s; {link.Statistics(0)}");
        }
    }

    [Theory]
    [InlineData(CongestionAlgorithm.Cubic, 0.27)]
    [InlineData(CongestionAlgorithm.Model, 5)]
    public void Timers_that_come_late_cost_little(CongestionAlgorithm algorithm, double least)
    {
        var link = new SharedLink
        {
            RoundTrip = TimeSpan.FromMilliseconds(50),
            Bandwidth = 54 * Million,
            MaxQueue = TimeSpan.FromMilliseconds(50),
            Loss = 0.01,
            TimerGrain = TimeSpan.FromMilliseconds(15),
        };
        link.Add(algorithm, seed: 1);
        link.Run(TimeSpan.FromSeconds(2));

        var rate = link.Run(TimeSpan.FromSeconds(4))[0] / Million;

        output.WriteLine($"{algorithm}: {rate:F2} MB/s; {link.Statistics(0)}");
        Assert.True(rate >= least, $"{rate:F2} MB/s; {link.Statistics(0)}");
    }

    [Theory]
    [InlineData(CongestionAlgorithm.Reno)]
    [InlineData(CongestionAlgorithm.Cubic)]
    [InlineData(CongestionAlgorithm.Model)]
    public void The_model_shares_a_bottleneck(CongestionAlgorithm with)
    {
        var link = new SharedLink
        {
            RoundTrip = TimeSpan.FromMilliseconds(30),
            Bandwidth = 5 * Million,
            MaxQueue = TimeSpan.FromMilliseconds(45),
        };
        link.Add(CongestionAlgorithm.Model, seed: 1);
        link.Add(with, seed: 2);
        link.Run(TimeSpan.FromSeconds(5));

        var rates = link.Run(TimeSpan.FromSeconds(30));

        var share = rates[0] / (rates[0] + rates[1]);
        output.WriteLine($"Model beside {with}: {rates[0] / Million:F2}, {rates[1] / Million:F2} MB/s: {share:P0}");
        Assert.InRange(share, 0.2, 0.8);
        Assert.True(rates.Sum() > 4 * Million, $"{rates.Sum() / Million:F2} MB/s together");
    }
}
