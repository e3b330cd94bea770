using System.CommandLine;
using System.Reflection;

namespace Rings.Host.Tests.Processes;

public sealed class CommandTreeSpecs
{
    [Fact]
    public void Every_command_is_run_as_a_process()
    {
        var tested = typeof(CommandTreeSpecs).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttribute<CommandAttribute>()?.Names ?? [])
            .ToHashSet();

        Assert.Equal(Leaves(RingsCommand.Create(), "").Order(), tested.Order());
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var help = (await Program.RunAsync("--help")).Said();

        Assert.All(RingsCommand.Create().Subcommands, command => Assert.Contains($"\n  {command.Name} ", help, StringComparison.Ordinal));
        Assert.Equal(help, (await Program.RunAsync("help")).Said());
        Assert.Equal((await Program.RunAsync("name", "add", "--help")).Said(), (await Program.RunAsync("help", "name", "add")).Said());
    }

    private static IEnumerable<string> Leaves(Command command, string above) => command.Subcommands.SelectMany(
        below => below.Subcommands.Count > 0 ? Leaves(below, above + below.Name + " ") : [above + below.Name]);
}
