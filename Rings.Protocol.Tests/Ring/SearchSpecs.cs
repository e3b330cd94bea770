using System.Globalization;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>
/// The production code, state by state: every order of what may happen, as far as the bound on states goes.
/// </summary>
public sealed class SearchSpecs
{
    /// <summary>Says how many states each search may see; a few thousand without it.</summary>
    private const string StatesVariable = "RINGS_STATES";

    /// <summary>Choices in a row at most: enough for two joins and two failures to be repaired.</summary>
    private const int MostChoices = 60;

    private static readonly int MostStates =
        int.Parse(Environment.GetEnvironmentVariable(StatesVariable) ?? "500", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void No_order_of_joins_and_failures_breaks_the_ring(int joins, int fails) =>
        Assert.Null(Search(joins, fails, RingRules.None).Violation);

    [Theory]
    [InlineData(nameof(RingRules.MemberAtFirstLink))]
    [InlineData(nameof(RingRules.DeadStay))]
    public void The_search_finds_what_a_broken_rule_does(string rule) =>
        Assert.NotNull(Search(2, 1, Enum.Parse<RingRules>(rule)).Violation);

    /// <summary>
    /// Depth first. A state is reached by playing its choices from the beginning, since a ring cannot be copied.
    /// </summary>
    private static (string? Violation, int States) Search(int joins, int fails, RingRules broken)
    {
        var seen = new HashSet<string>();
        var open = new Stack<int[]>([[]]);
        while (open.TryPop(out var path) && seen.Count < MostStates)
        {
            var world = new SearchWorld(joins, fails, broken);
            foreach (var choice in path) world.Choices()[choice]();
            if (world.Violation is { } violation) return ($"{violation} after {string.Join(' ', path)}", seen.Count);
            if (!seen.Add(world.Fingerprint()) || path.Length == MostChoices) continue;
            for (var choice = world.Choices().Count - 1; choice >= 0; choice--) open.Push([.. path, choice]);
        }

        return (null, seen.Count);
    }
}
