using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class RoundTripEstimatorSpecs
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;

    private readonly RoundTripEstimator _estimator = new(new SctpOptions());

    [Fact]
    public void Rfc9260_6_3_1_C1_Before_a_measurement_the_initial_value_holds() =>
        Assert.Equal(500 * Millisecond, _estimator.Timeout);

    [Fact]
    public void Rfc9260_6_3_1_C2_and_C3_Measurements_are_smoothed()
    {
        _estimator.Measured(200 * Millisecond, 0);
        Assert.Equal((200 * Millisecond, 600 * Millisecond), (_estimator.Smoothed, _estimator.Timeout));

        _estimator.Measured(280 * Millisecond, 1000 * Millisecond);
        Assert.Equal(210 * Millisecond, _estimator.Smoothed);
        Assert.Equal(210 * Millisecond + 4 * 95 * Millisecond, _estimator.Timeout);
    }

    [Fact]
    public void Rfc9260_6_3_1_C5_One_measurement_a_round_trip_is_smoothed_but_the_least_is_always_noted()
    {
        _estimator.Measured(100 * Millisecond, 0);
        _estimator.Measured(20 * Millisecond, 10 * Millisecond);

        Assert.Equal(100 * Millisecond, _estimator.Smoothed);
        Assert.Equal(20 * Millisecond, _estimator.Min);
        Assert.Equal(20 * Millisecond, _estimator.Latest);
    }

    [Fact]
    public void Rfc9260_6_3_1_C6_and_C7_The_timeout_stays_within_its_bounds()
    {
        _estimator.Measured(Millisecond, 0);
        Assert.Equal(300 * Millisecond, _estimator.Timeout);

        for (var i = 0; i < 40; i++)
            _estimator.BackOff();

        Assert.Equal(10_000 * Millisecond, _estimator.Timeout);
    }

    [Fact]
    public void Rfc9260_6_3_3_E2_Each_expiry_doubles_and_a_measurement_ends_that()
    {
        _estimator.Measured(100 * Millisecond, 0);
        var timeout = _estimator.Timeout;
        _estimator.BackOff();
        _estimator.BackOff();
        Assert.Equal(4 * timeout, _estimator.Timeout);

        _estimator.Measured(100 * Millisecond, 10 * Millisecond);
        Assert.Equal(timeout, _estimator.Timeout);
    }

    [Fact]
    public void The_least_is_forgotten_when_the_path_has_changed()
    {
        _estimator.Measured(10 * Millisecond, 0);
        for (var second = 1; second < 25; second++)
            _estimator.Measured(80 * Millisecond, second * TimeSpan.TicksPerSecond);

        Assert.Equal(80 * Millisecond, _estimator.Min);
    }
}
