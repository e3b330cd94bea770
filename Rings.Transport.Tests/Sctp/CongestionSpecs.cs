using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class CongestionSpecs
{
    [Theory]
    [InlineData(CongestionAlgorithm.Reno)]
    [InlineData(CongestionAlgorithm.Cubic)]
    [InlineData(CongestionAlgorithm.Model)]
    public void A_question_and_its_answer_never_wait_for_a_round_trip_time_of_long_ago(CongestionAlgorithm algorithm)
    {
        // Far apart while they shake hands, near each other from then on.
        var pair = new SctpPair(options: new SctpOptions { Congestion = algorithm })
        {
            Delay = TimeSpan.FromMilliseconds(15),
        };
        pair.Connect();
        pair.Run(TimeSpan.FromSeconds(1));
        pair.Delay = TimeSpan.FromMicroseconds(20);
        for (var i = 1; i <= 300; i++)
        {
            var start = pair.Now;
            pair.A.TrySend(1, 53, new byte[1024]);
            pair.RunUntil(() => pair.Sinks[1].Messages.Count == i, TimeSpan.FromSeconds(1));
            pair.B.TrySend(1, 53, new byte[1024]);
            pair.RunUntil(() => pair.Sinks[0].Messages.Count == i, TimeSpan.FromSeconds(1));
            Assert.Equal(TimeSpan.FromMicroseconds(40), pair.Now - start);
        }
    }

    private const int Packet = 1160;
    private const long Millisecond = TimeSpan.TicksPerMillisecond;
    private const long Limit = 16 * 1024 * 1024;

    private long _now;
    private long _delivered;

    public static TheoryData<ControllerMaker> Makers =>
        [new("Reno"), new("Cubic"), new("Model")];

    [Theory]
    [MemberData(nameof(Makers))]
    public void The_window_begins_with_ten_packets_grows_when_used_and_never_beyond_its_limit(ControllerMaker maker)
    {
        var controller = maker.Make();
        Assert.Equal(10 * Packet, controller.Window);

        for (var i = 0; i < 20_000; i++)
            Ack(controller, 2 * Packet);

        Assert.True(controller.Window > 100 * Packet, $"{controller.Window}");
        Assert.True(controller.Window <= Limit);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public void After_a_timeout_little_is_in_flight(ControllerMaker maker)
    {
        var controller = maker.Make();
        for (var i = 0; i < 100; i++)
            Ack(controller, 2 * Packet);

        controller.OnTimeout(_now);

        Assert.Equal(Packet, controller.Window);
    }

    [Fact]
    public void Rfc9260_7_2_1_Slow_start_grows_by_what_is_acknowledged_and_only_when_the_window_is_used()
    {
        var controller = new RenoController(Packet, Limit);
        Ack(controller, 5 * Packet);
        Assert.Equal(15 * Packet, controller.Window);

        Ack(controller, 5 * Packet, limited: false);
        Ack(controller, 5 * Packet, recovering: true);
        Assert.Equal(15 * Packet, controller.Window);
    }

    [Fact]
    public void Rfc9260_7_2_3_A_loss_halves_with_a_floor_of_four_packets()
    {
        var controller = new RenoController(Packet, Limit);
        controller.OnCongestion(0, 0);
        Assert.Equal(5 * Packet, controller.Window);
        controller.OnCongestion(0, 0);
        controller.OnCongestion(0, 0);
        Assert.Equal(4 * Packet, controller.Window);
    }

    [Fact]
    public void Rfc9260_7_2_2_Congestion_avoidance_adds_one_packet_a_window()
    {
        var controller = new RenoController(Packet, Limit);
        controller.OnCongestion(0, 0);
        for (var acked = 0; acked < 5 * Packet; acked += Packet)
            Ack(controller, Packet);

        Assert.Equal(6 * Packet, controller.Window);
    }

    [Theory]
    [MemberData(nameof(Makers))]
    public void Rfc9260_7_2_1_Idleness_never_widens_the_window(ControllerMaker maker)
    {
        var controller = maker.Make();
        for (var i = 0; i < 100; i++)
            Ack(controller, 2 * Packet);

        var before = controller.Window;
        controller.OnIdle(10 * TimeSpan.TicksPerSecond, TimeSpan.TicksPerSecond, _now);
        Assert.InRange(controller.Window, 4 * Packet, before);
    }

    [Fact]
    public void Rfc9438_4_6_A_loss_leaves_seven_tenths()
    {
        var controller = new CubicController(Packet, Limit);
        for (var i = 0; i < 90; i++)
            Ack(controller, Packet);

        controller.OnCongestion(_now, 0);
        Assert.Equal(70 * Packet, controller.Window, Packet / 10.0);
    }

    [Fact]
    public void Rfc9438_4_2_The_window_is_back_at_the_old_one_after_K_seconds_and_then_grows_faster()
    {
        var controller = new CubicController(Packet, Limit);
        for (var i = 0; i < 990; i++)
            Ack(controller, Packet, step: 0);

        controller.OnCongestion(_now, 0);
        var k = Math.Cbrt(1000 * 0.3 / 0.4);
        Run(controller, k / 2);
        Assert.InRange(controller.Window, 930 * Packet, 1000 * Packet);
        Run(controller, k / 2);
        Assert.InRange(controller.Window, 980 * Packet, 1020 * Packet);
        Run(controller, k / 2);
        Assert.InRange(controller.Window, 1020 * Packet, 1060 * Packet);
    }

    [Fact]
    public void The_model_paces_at_what_is_delivered_and_holds_about_twice_the_path()
    {
        var controller = new ModelController(Packet, Limit);
        for (var i = 0; i < 3000; i++)
            Ack(controller, 10 * Packet); // 10 packets a millisecond, 50 ms away.

        var rate = 10.0 * Packet * 1000;
        Assert.InRange(controller.PacingRate, 0.8 * rate, 1.3 * rate);
        Assert.InRange(controller.Window, 0.4 * rate * 0.05, 2.2 * rate * 0.05);
    }

    [Fact]
    public void Pacing_spreads_packets_at_the_rate_after_a_first_burst()
    {
        var pacer = new Pacer(Packet);
        const double Rate = 1_160_000;
        var sent = 0;
        for (var now = 0L; now < TimeSpan.TicksPerSecond; now += Millisecond)
        {
            for (; pacer.NextSend(Rate, now) <= now; sent++)
                pacer.Sent(Packet, Rate);
        }

        Assert.InRange(sent, 995, 1015);
    }

    [Fact]
    public void Without_a_rate_nothing_is_held_back()
    {
        var pacer = new Pacer(Packet);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(5, pacer.NextSend(0, 5));
            pacer.Sent(Packet, 0);
        }

        Assert.Equal(0, Pacer.RateFor(10_000, Millisecond, slowStart: true));
        Assert.Equal(2_000_000, Pacer.RateFor(10_000, 10 * Millisecond, slowStart: true), 1.0);
    }

    private void Run(CubicController controller, double seconds)
    {
        for (var end = _now + (long)(seconds * TimeSpan.TicksPerSecond); _now < end;)
            Ack(controller, (int)(controller.Window / 50));
    }

    private void Ack(
        ICongestionController controller, int bytes, bool limited = true, bool recovering = false, long step = Millisecond)
    {
        const long Rtt = 50 * Millisecond;
        _now += step;
        var before = Math.Max(0, _delivered - 50 * bytes);
        _delivered += bytes;
        controller.OnAck(new AckSample
        {
            Now = _now,
            AckedBytes = bytes,
            PriorInFlight = 51 * bytes,
            InFlight = 50 * bytes,
            Rtt = Rtt,
            SmoothedRtt = Rtt,
            MinRtt = Rtt,
            WindowLimited = limited,
            InRecovery = recovering,
            Delivered = _delivered,
            Lost = 0,
            Newest = new DeliverySnapshot(before, _now - Rtt, _now - 2 * Rtt, 0, 50 * bytes, false),
            NewestSentAt = _now - Rtt,
        });
    }

    /// <summary>Makes a controller by name, so that a test shows which.</summary>
    public sealed record ControllerMaker(string Name)
    {
        internal ICongestionController Make() => Name switch
        {
            "Reno" => new RenoController(Packet, Limit),
            "Cubic" => new CubicController(Packet, Limit),
            _ => new ModelController(Packet, Limit),
        };
    }
}
