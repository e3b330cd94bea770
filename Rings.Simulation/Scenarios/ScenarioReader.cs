using System.Text.Json;

namespace Rings.Simulation.Scenarios;

/// <summary>Reads scenario files and checks every number in them.</summary>
internal static class ScenarioReader
{
    private const int MaxNodes = 1_000_000;
    private const double MaxSeconds = 30 * 24 * 3600;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ScenarioException">The file is not a scenario.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Scenario ReadFile(string path) => Read(File.ReadAllText(path));

    /// <summary>Reads the text of a file.</summary>
    /// <param name="json">JSON; comments and trailing commas are allowed.</param>
    /// <exception cref="ScenarioException">The text is not a scenario.</exception>
    public static Scenario Read(string json)
    {
        var scenario = Parse(json);
        Check(scenario);
        return scenario;
    }

    private static Scenario Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Scenario>(json, ScenarioJson.Options)
                ?? throw new ScenarioException("$", "an object");
        }
        catch (JsonException malformed)
        {
            throw new ScenarioException(malformed.Path ?? "$", $"a scenario ({malformed.Message})", malformed);
        }
    }

    private static void Check(Scenario scenario)
    {
        Require(scenario.Name.Length is > 0 and <= 64, "name", "1 to 64 characters");
        Require(scenario.Nodes is >= 1 and <= MaxNodes, "nodes", "1 to 1,000,000");
        Require(scenario.Rings is 1 or 2, "rings", "1 or 2");
        Require(scenario.Nodes >= scenario.Rings, "nodes", "at least one for each ring");
        Require(scenario.Seconds is > 0 and <= MaxSeconds, "seconds", "more than 0, at most 30 days");
        Check(scenario.Network);
        Check(scenario.Ring);
        Share(scenario.Hostile.Share, "hostile.share");
        var isDescribed = scenario.Hostile.Share == 0 || scenario.Hostile.Behaviours.Count > 0;
        Require(isDescribed, "hostile.behaviours", "at least one");
        for (var i = 0; i < scenario.Steps.Count; i++) Check(scenario.Steps[i], $"steps[{i}]", scenario);
    }

    private static void Check(NetworkConditions network)
    {
        Latencies.Parse(network.Latency);
        Share(network.Loss, "network.loss");
        Share(network.Duplication, "network.duplication");
        Share(network.Hidden, "network.hidden");
        Seconds(network.Detection, "network.detection");
        Seconds(network.SlowDetection, "network.slowDetection");
    }

    private static void Check(RingConditions ring)
    {
        Require(ring.Successors is null or (>= 1 and <= 64), "ring.successors", "1 to 64");
        Require(ring.LinkBudget is null or (>= 8 and <= 4096), "ring.linkBudget", "8 to 4,096");
        Require(ring.Round is null or (>= 0.05 and <= 3600), "ring.round", "0.05 to 3,600 s");
    }

    private static void Check(ScenarioStep step, string path, Scenario scenario)
    {
        Seconds(step.At, $"{path}.at");
        Require(step.End <= scenario.Seconds, path, "an end before the scenario's own");
        switch (step)
        {
            case ScenarioStep.Crash crash:
                Some(crash.Share, crash.Count, path);
                break;
            case ScenarioStep.Strike strike:
                Require(strike.Every is >= 0.1 and <= 3600, $"{path}.every", "0.1 to 3,600 s");
                break;
            case ScenarioStep.Leave leave:
                Some(leave.Share, leave.Count, path);
                break;
            case ScenarioStep.Join join:
                Require(join.Count is > 0 and <= MaxNodes, $"{path}.count", "1 to 1,000,000");
                break;
            case ScenarioStep.Churn churn:
                Rate(churn.Joins, $"{path}.joins");
                Rate(churn.Leaves, $"{path}.leaves");
                Rate(churn.Crashes, $"{path}.crashes");
                break;
            case ScenarioStep.LookUps lookUps:
                Require(lookUps.Count is > 0 and <= 10_000_000, $"{path}.count", "1 to 10,000,000");
                break;
            case ScenarioStep.Partition partition:
                Share(partition.Share, $"{path}.share");
                break;
            case ScenarioStep.Meet:
                Require(scenario.Rings == 2, path, "a scenario with \"rings\": 2");
                break;
        }
    }

    private static void Some(double share, int count, string path)
    {
        Share(share, $"{path}.share");
        Require(count is >= 0 and <= MaxNodes, $"{path}.count", "0 to 1,000,000");
        Require(share > 0 != count > 0, path, "either a share or a count");
    }

    private static void Share(double value, string field) => Require(value is >= 0 and <= 1, field, "0 to 1");

    private static void Rate(double value, string field) =>
        Require(value is >= 0 and <= 1e6, field, "0 to 1,000,000 per second");

    private static void Seconds(double value, string field) =>
        Require(value is >= 0 and <= MaxSeconds, field, "0 to 30 days");

    private static void Require(bool holds, string field, string expected)
    {
        if (!holds) throw new ScenarioException(field, expected);
    }
}
