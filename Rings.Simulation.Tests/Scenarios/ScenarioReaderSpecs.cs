using Rings.Simulation.Engine;
using Rings.Simulation.Scenarios;

namespace Rings.Simulation.Tests.Scenarios;

public sealed class ScenarioReaderSpecs
{
    private const string Start = """{ "name": "x", "description": "y", "nodes": 8, "seconds": 60""";

    public static TheoryData<string> Files => [.. ScenarioFiles.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_scenario_file_is_read_and_named_after_its_file(string name) =>
        Assert.Equal(name, ScenarioReader.ReadFile(ScenarioFiles.PathOf(name)).Name);

    [Fact]
    public void What_a_file_does_not_say_keeps_its_default()
    {
        var scenario = ScenarioReader.Read(Start + "}");

        Assert.Equal((1UL, 1, StartState.Ideal), (scenario.Seed, scenario.Rings, scenario.Start));
        Assert.Equal("wan", scenario.Network.Latency);
        Assert.Empty(scenario.Steps);
        Assert.Null(scenario.Expect.Ideal);
    }

    [Fact]
    public void Steps_are_known_by_what_they_do()
    {
        var scenario = ScenarioReader.Read(Start + """
            , "steps": [
              { "at": 1, "do": "crash", "count": 3, "successive": true }, // a comment
              { "do": "churn", "at": 2, "joins": 0.5, "for": 10 },
              { "do": "lookUps", "at": 2, "count": 9, "for": 8 }, ] }
            """);

        Assert.Equal(new ScenarioStep.Crash { At = 1, Count = 3, Successive = true }, scenario.Steps[0]);
        Assert.Equal(12, Assert.IsType<ScenarioStep.Churn>(scenario.Steps[1]).End);
        Assert.Equal(10, Assert.IsType<ScenarioStep.LookUps>(scenario.Steps[2]).End);
    }

    [Theory]
    [InlineData("{", "$")]
    [InlineData("null", "$")]
    [InlineData(Start + """, "nodez": 3 }""", "$.nodez")]
    [InlineData(Start + """, "rings": 3 }""", "rings")]
    [InlineData(Start + """, "network": { "loss": 1.5 } }""", "network.loss")]
    [InlineData(Start + """, "network": { "latency": "fast" } }""", "network.latency")]
    [InlineData(Start + """, "network": { "latency": "100-50" } }""", "network.latency")]
    [InlineData(Start + """, "ring": { "successors": 0 } }""", "ring.successors")]
    [InlineData(Start + """, "hostile": { "share": 0.1 } }""", "hostile.behaviours")]
    [InlineData(Start + """, "steps": [{ "do": "crash", "at": 1 }] }""", "steps[0]")]
    [InlineData(Start + """, "steps": [{ "do": "crash", "at": 1, "share": 0.1, "count": 2 }] }""", "steps[0]")]
    [InlineData(Start + """, "steps": [{ "do": "join", "at": 59, "count": 1, "within": 2 }] }""", "steps[0]")]
    [InlineData(Start + """, "steps": [{ "do": "join", "at": 1 }] }""", "steps[0].count")]
    [InlineData(Start + """, "steps": [{ "do": "churn", "joins": -1 }] }""", "steps[0].joins")]
    [InlineData(Start + """, "steps": [{ "do": "lookUps" }] }""", "steps[0].count")]
    [InlineData(Start + """, "steps": [{ "do": "strike", "every": 0 }] }""", "steps[0].every")]
    [InlineData(Start + """, "steps": [{ "do": "partition", "share": 2 }] }""", "steps[0].share")]
    [InlineData(Start + """, "steps": [{ "do": "meet" }] }""", "steps[0]")]
    [InlineData("""{ "name": "x", "description": "y", "nodes": 0, "seconds": 60 }""", "nodes")]
    [InlineData("""{ "name": "", "description": "y", "nodes": 1, "seconds": 60 }""", "name")]
    [InlineData("""{ "name": "x", "description": "y", "nodes": 1, "seconds": 0 }""", "seconds")]
    public void What_breaks_the_format_is_refused_by_the_name_of_its_field(string json, string field)
    {
        var refusal = Assert.Throws<ScenarioException>(() => ScenarioReader.Read(json));

        Assert.Equal(field, refusal.Field);
        Assert.Contains(refusal.Expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_step_is_refused() =>
        Assert.Throws<ScenarioException>(() => ScenarioReader.Read(Start + """, "steps": [{ "do": "dance" }] }"""));

    [Theory]
    [InlineData("50", 50, 50)]
    [InlineData("10-100", 10, 100)]
    [InlineData("lan", 0, 2)]
    [InlineData("wan", 2, 400)]
    public void A_delay_lies_within_what_its_words_say(string words, double low, double high)
    {
        var (model, random) = (Latencies.Parse(words), new SplitRandom(1));

        Assert.All(
            Enumerable.Range(0, 1000).Select(_ => model.Draw(ref random).TotalMilliseconds),
            delay => Assert.InRange(delay, low, high));
    }
}
