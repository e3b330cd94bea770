using Rings.Simulation.Runs;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.Tests.World;

public sealed class ScenarioSpecs
{
    public static TheoryData<string> Files => [.. ScenarioFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_a_scenario_expects_is_met(string name) =>
        Assert.Empty(ScenarioRunner.Run(ScenarioReader.ReadFile(ScenarioFiles.PathOf(name)), new()).Failures());

    [Theory]
    [InlineData("fresh-ring")]
    [InlineData("bad-network")]
    [InlineData("partition-and-heal")]
    public void The_same_seed_is_the_same_run_and_another_is_another(string name)
    {
        var scenario = ScenarioReader.ReadFile(ScenarioFiles.PathOf(name));

        var first = ScenarioRunner.Run(scenario, new() { Trace = true });
        var second = ScenarioRunner.Run(scenario, new() { Trace = true, Invariant = InvariantMode.Off, SampleEvery = 7 });
        var other = ScenarioRunner.Run(scenario with { Seed = 99 }, new() { Trace = true });

        Assert.Equal(64, first.TraceHash.Length);
        Assert.Equal((first.TraceHash, first.Events), (second.TraceHash, second.Events));
        Assert.NotEqual(first.TraceHash, other.TraceHash);
    }

    [Fact]
    public void Failures_beyond_the_model_are_told_with_seed_event_and_trace()
    {
        var scenario = new Scenario
        {
            Name = "too-much",
            Description = "",
            Nodes = 40,
            Seed = 5,
            Seconds = 60,
            Steps = [new ScenarioStep.Crash { At = 10, Count = 25, Successive = true }],
        };

        var broken = Assert.Throws<InvariantException>(
            () => ScenarioRunner.Run(scenario, new() { Invariant = InvariantMode.Always }));

        Assert.Equal("Every member has a live successor", broken.Violation.Rule);
        Assert.StartsWith($"seed 5, event {broken.Number}: ", broken.Message, StringComparison.Ordinal);
        Assert.InRange(broken.Trace.Count, 1, 40);
    }

    [Fact]
    public void A_progress_line_hears_of_every_sample()
    {
        var seconds = new List<double>();

        ScenarioRunner.Run(new() { Name = "x", Description = "", Nodes = 2, Seconds = 3 },
            new() { Progress = sample => seconds.Add(sample.Seconds) });

        Assert.Equal([0, 1, 2, 3], seconds);
    }

    [Fact]
    public void An_expectation_that_is_not_met_is_said_in_words()
    {
        var scenario = new Scenario
        {
            Name = "x",
            Description = "",
            Nodes = 4,
            Seconds = 30,
            Steps = [new ScenarioStep.LookUps { At = 5, Count = 10, For = 10 }],
            Expect = new() { MeanHops = 0, MessagesPerNodeMinute = 0, FailuresPer10000 = 0, Ideal = true },
        };

        var failures = ScenarioRunner.Run(scenario, new()).Failures().ToArray();

        Assert.Equal(2, failures.Length);
        Assert.StartsWith("mean hops: ", failures[0], StringComparison.Ordinal);
        Assert.StartsWith("messages per node and minute: ", failures[1], StringComparison.Ordinal);
    }
}
