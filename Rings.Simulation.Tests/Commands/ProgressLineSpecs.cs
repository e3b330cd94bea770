using Rings.Simulation.Commands;

namespace Rings.Simulation.Tests.Commands;

/// <summary>How far a long run is.</summary>
public sealed class ProgressLineSpecs
{
    [Theory]
    [InlineData(0.001, 1, "  0.1 %  look-ups")]
    [InlineData(0.049, 1, "  4.9 %  look-ups")]
    [InlineData(0.25, 60, " 25.0 %  look-ups, 00:03:00 left")]
    [InlineData(1, 60, "100.0 %  look-ups, 00:00:00 left")]
    public void What_is_left_is_told_when_enough_is_done_to_know(double share, int seconds, string says) =>
        Assert.Equal(says, ProgressLine.Text(share, TimeSpan.FromSeconds(seconds), "look-ups"));
}
