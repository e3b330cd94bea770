using Rings.Actors.Links;
using Rings.Actors.Settings;
using Rings.Protocol;

namespace Rings.Actors.Tests.Links;

public sealed class LinkLivenessSpecs
{
    private static readonly LinkSettings Settings = NodeSettings.From(Akka.Configuration.Config.Empty).Links;
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_000_000);

    private readonly LinkLiveness _liveness = new(Settings, Start);

    [Fact]
    public void A_neighbour_is_probed_after_one_second_of_silence_and_another_after_fifteen()
    {
        Assert.Equal(LivenessStep.None, _liveness.Check(After(0.9), isNeighbour: true));
        Assert.Equal(LivenessStep.Probe, _liveness.Check(After(1), isNeighbour: true));
        Assert.Equal(LivenessStep.None, _liveness.Check(After(14.9), isNeighbour: false));
        Assert.Equal(LivenessStep.Probe, _liveness.Check(After(15), isNeighbour: false));
    }

    [Fact]
    public void Whoever_was_sent_a_message_and_says_nothing_is_probed_after_one_second()
    {
        Assert.True(_liveness.Sent(After(5)));
        Assert.False(_liveness.Sent(After(5.5)));

        Assert.Equal(TimeSpan.FromSeconds(1), _liveness.NextCheck(After(5), isNeighbour: false));
        Assert.Equal(LivenessStep.None, _liveness.Check(After(5.9), isNeighbour: false));
        Assert.Equal(LivenessStep.Probe, _liveness.Check(After(6), isNeighbour: false));

        _liveness.Heard(After(6.1));
        Assert.Equal(LivenessStep.None, _liveness.Check(After(21), isNeighbour: false));
        Assert.True(_liveness.Sent(After(21)));
    }

    [Fact]
    public void Three_seconds_without_an_answer_make_a_link_suspect_and_thirty_more_end_it()
    {
        _liveness.NextProbe(After(1));

        Assert.Equal(LivenessStep.None, _liveness.Check(After(3.9), isNeighbour: true));
        Assert.Equal(LivenessStep.Suspect, _liveness.Check(After(4), isNeighbour: true));
        Assert.True(_liveness.IsSuspect);
        Assert.Equal(LivenessStep.Probe, _liveness.Check(After(20), isNeighbour: true));
        Assert.Equal(LivenessStep.Drop, _liveness.Check(After(34), isNeighbour: true));
    }

    [Fact]
    public void Any_frame_clears_suspicion_and_says_that_there_was_one()
    {
        _liveness.NextProbe(After(1));
        _liveness.Check(After(4), isNeighbour: true);

        Assert.True(_liveness.Heard(After(5)));
        Assert.False(_liveness.IsSuspect);
        Assert.False(_liveness.Heard(After(6)));
    }

    [Fact]
    public void However_slow_the_answers_were_a_peer_that_has_gone_is_suspect_four_seconds_after_a_message()
    {
        for (var round = 0; round < 50; round++)
        {
            _liveness.NextProbe(After(round * 10));
            Assert.Equal(LivenessStep.None, _liveness.Check(After((round * 10) + 2.9), isNeighbour: true));
            _liveness.Heard(After((round * 10) + 2.9));
        }

        _liveness.Sent(After(600));
        Assert.Equal(LivenessStep.Probe, _liveness.Check(After(601), isNeighbour: false));
        _liveness.NextProbe(After(601));

        Assert.Equal(TimeSpan.FromSeconds(3), _liveness.NextCheck(After(601), isNeighbour: false));
        Assert.Equal(LivenessStep.Suspect, _liveness.Check(After(604), isNeighbour: false));
    }

    private static Instant After(double seconds) => Start + TimeSpan.FromSeconds(seconds);
}
