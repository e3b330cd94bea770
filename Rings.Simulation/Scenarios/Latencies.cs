using System.Globalization;
using Rings.Simulation.Network;

namespace Rings.Simulation.Scenarios;

/// <summary>The words that scenario files use for delays.</summary>
internal static class Latencies
{
    private const double MaxMilliseconds = 60_000;

    /// <summary>The model that the words name.</summary>
    /// <param name="text"><c>lan</c>, <c>wan</c>, one number of milliseconds, or two with a hyphen between.</param>
    /// <exception cref="ScenarioException">The words name none.</exception>
    public static LatencyModel Parse(string text)
    {
        if (text == LatencyModel.Lan.Name) return LatencyModel.Lan;
        if (text == LatencyModel.Wan.Name) return LatencyModel.Wan;
        var bounds = text.Split('-').Select(Milliseconds).ToArray();
        return bounds.Length switch
        {
            1 => LatencyModel.Constant(bounds[0]),
            2 when bounds[0] <= bounds[1] => LatencyModel.Uniform(bounds[0], bounds[1]),
            _ => throw Malformed(),
        };
    }

    private static TimeSpan Milliseconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and <= MaxMilliseconds
            ? TimeSpan.FromMilliseconds(value)
            : throw Malformed();

    private static ScenarioException Malformed() =>
        new("network.latency", "lan, wan, milliseconds such as 50, or a range such as 10-100");
}
