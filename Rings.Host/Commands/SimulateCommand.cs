using System.CommandLine;
using Rings.Host.Cli;
using Rings.Simulation.Commands;

namespace Rings.Host.Commands;

/// <summary><c>rings simulate</c>: a ring of thousands of nodes in virtual time.</summary>
internal static class SimulateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var simulate = new Command(
            "simulate", "Run a ring of thousands of nodes in virtual time: tables, and charts with --out");
        SimulationCommand.Configure(simulate, GlobalOptions.Json);
        return simulate;
    }
}
