using Rings.Transport.Stun;

namespace Rings.Transport.Tests.Stun;

public sealed class StunRetransmissionSpecs
{
    [Fact]
    public void Rfc_8489_section_6_2_1_requests_leave_at_the_times_of_the_standards_own_example()
    {
        var timer = new StunRetransmission(TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        var sent = new List<double> { 0 };

        while (timer.TryAgain(timer.Due)) sent.Add(Last(timer));

        Assert.Equal([0, 500, 1500, 3500, 7500, 15500, 31500], sent);
        Assert.Equal(39_500, timer.Due.TotalMilliseconds);
    }

    [Fact]
    public void Rfc_8489_section_6_2_2_over_tcp_a_request_is_sent_once_and_awaited_for_39_5_seconds()
    {
        var timer = new StunRetransmission(TimeSpan.Zero, first: null);

        Assert.Equal(TimeSpan.FromSeconds(39.5), timer.Due);
        Assert.False(timer.TryAgain(timer.Due));
        Assert.Equal(1, timer.Sent);
    }

    /// <summary>When the request just sent was sent: the wait after it says so.</summary>
    private static double Last(StunRetransmission timer) => timer.Due.TotalMilliseconds
        - (timer.Sent == StunRetransmission.MaxSends ? 16 * 500 : 500 * (1 << (timer.Sent - 1)));
}
