using System.Globalization;

namespace Rings.Protocol.Tests.Ring;

public sealed class HistorySpecs
{
    /// <summary>Says how many histories to run; a few hundred without it.</summary>
    private const string CountVariable = "RINGS_HISTORIES";

    [Fact]
    public void Every_history_keeps_the_invariants_and_ends_in_the_ideal_ring()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable(CountVariable) ?? "300", CultureInfo.InvariantCulture);

        var faults = Enumerable.Range(1, count).AsParallel().Select(seed => Histories.Run(seed)).Where(fault => fault is not null);

        Assert.Equal("", string.Join('\n', faults.Take(20)));
    }
}
