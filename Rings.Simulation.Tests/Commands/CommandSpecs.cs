using System.CommandLine;
using Rings.Simulation.Commands;

namespace Rings.Simulation.Tests.Commands;

public sealed class CommandSpecs
{
    [Theory]
    [InlineData("--nodes 0")]
    [InlineData("--nodes 100001")]
    [InlineData("--fail 1")]
    [InlineData("--seed -1")]
    [InlineData("scenario")]
    [InlineData("tables --only nothing")]
    [InlineData("curve --largest 5")]
    [InlineData("storage --scale 2")]
    [InlineData("nemesis --flaw nothing")]
    public void What_is_out_of_bounds_is_refused(string line) =>
        Assert.NotEmpty(SimulationCommand.Create().Parse(line).Errors);

    [Theory]
    [InlineData("--nodes 1000 --fail 0.2 --seed 1 --out x")]
    [InlineData("scenario a.json b.json --check")]
    [InlineData("tables --only failures churn")]
    [InlineData("curve")]
    [InlineData("storage --only churn crashes --scale 0.1 --seed 1")]
    [InlineData("nemesis --seed 1 --runs 20 --flaw never-repairs")]
    public void What_the_documentation_shows_is_understood(string line) =>
        Assert.Empty(SimulationCommand.Create().Parse(line).Errors);

    [Fact]
    public void A_run_leaves_its_table_lines_and_charts()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var code = SimulationCommand.Create()
                .Parse(["--nodes", "20", "--look-ups", "50", "--seconds", "30", "--fail", "0.1", "--out", folder])
                .Invoke(Quiet());

            Assert.Equal(0, code);
            Assert.Equal(
                [
                    "command-line-convergence.svg", "command-line-hops.svg", "command-line-messages.svg",
                    "command-line-samples.jsonl", "command-line.jsonl",
                ],
                Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_none_is_an_error_and_not_a_crash() =>
        Assert.Equal(2, SimulationCommand.Create().Parse(["scenario", "no-such-file.json"]).Invoke(Quiet()));

    private static InvocationConfiguration Quiet() => new() { EnableDefaultExceptionHandler = false };
}
