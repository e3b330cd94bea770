using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class SctpClosingSpecs
{
    [Fact]
    public void Rfc9260_9_2_Shutdown_lets_all_arrive_first()
    {
        var pair = SctpPair.Connected();
        pair.A.TrySend(1, 53, new byte[200_000]);
        pair.A.Shutdown(pair.Now);
        Assert.Equal(SendResult.NotOpen, pair.A.TrySend(1, 53, [1]));

        pair.Run(TimeSpan.FromSeconds(10));

        Assert.Single(pair.Sinks[1].Messages);
        Assert.All(pair.Sinks, sink => Assert.Equal(SctpCloseReason.Shutdown, sink.Closed));
    }

    [Fact]
    public void Rfc9260_9_2_Both_sides_may_shut_down_at_once()
    {
        var pair = SctpPair.Connected();
        pair.A.TrySend(1, 53, new byte[20_000]);
        pair.B.TrySend(1, 53, new byte[20_000]);
        pair.A.Shutdown(pair.Now);
        pair.B.Shutdown(pair.Now);
        pair.Run(TimeSpan.FromSeconds(10));

        Assert.Equal((1, 1), (pair.Sinks[0].Messages.Count, pair.Sinks[1].Messages.Count));
        Assert.All(pair.Sinks, sink => Assert.Equal(SctpCloseReason.Shutdown, sink.Closed));
    }

    [Fact]
    public void Rfc9260_9_2_Shutdown_ends_under_loss()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var pair = SctpPair.Connected(seed);
            pair.Fate = (_, _) => random.Next(3) == 0 ? [] : [TimeSpan.FromMilliseconds(random.Next(30))];
            pair.A.TrySend(1, 53, new byte[20_000]);
            pair.A.Shutdown(pair.Now);
            pair.Run(TimeSpan.FromMinutes(5));

            Assert.Equal(SctpState.Closed, pair.A.State);
            Assert.Equal(SctpState.Closed, pair.B.State);
            Assert.Single(pair.Sinks[1].Messages);
        }
    }

    [Fact]
    public void Rfc9260_9_1_Abort_tells_the_remote_side_why()
    {
        var pair = SctpPair.Connected();
        pair.A.Abort("enough");
        pair.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(SctpCloseReason.LocalAbort, pair.Sinks[0].Closed);
        Assert.Equal(SctpCloseReason.RemoteAbort, pair.Sinks[1].Closed);
        Assert.Contains("enough", pair.Sinks[1].Detail);
        Assert.Equal(TimeSpan.MaxValue, pair.A.NextTimeout);
        Assert.Equal(SendResult.NotOpen, pair.A.TrySend(1, 53, [1]));
    }

    [Fact]
    public void Rfc9260_8_1_A_remote_side_that_is_gone_is_given_up()
    {
        var pair = SctpPair.Connected();
        pair.Fate = (_, _) => [];
        pair.A.TrySend(1, 53, [1]);
        pair.Run(TimeSpan.FromMinutes(10));

        Assert.Equal(SctpCloseReason.Timeout, pair.Sinks[0].Closed);
    }

    [Fact]
    public void Rfc9260_8_3_An_idle_association_is_kept_by_heartbeats_and_given_up_without()
    {
        var pair = SctpPair.Connected();
        pair.Run(TimeSpan.FromMinutes(20));
        Assert.Null(pair.Sinks[0].Closed);

        pair.Fate = (_, _) => [];
        pair.Run(TimeSpan.FromMinutes(20));
        Assert.All(pair.Sinks, sink => Assert.Equal(SctpCloseReason.Timeout, sink.Closed));
    }
}
