using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings open</c>: a service or site of another node in this machine's browser.</summary>
internal static class OpenCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var service = new Argument<string>("service") { Description = "Its link: ring://DID/NAME#t=…, or DID/NAME" };
        var show = new Option<bool>("--print") { Description = "Print the page's address, and start no browser" };
        var forget = new Option<bool>("--forget") { Description = "Open it no longer, and forget its ticket" };
        var open = new Command("open", "Open a service or site of another node in the browser; your node keeps the ticket") { service, show, forget };
        open.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            var isForgotten = context.Parsed.GetValue(forget);
            var parameters = new JsonObject { ["service"] = context.Parsed.GetValue(service) };
            var opened = await node.CallAsync(isForgotten ? "forgetService" : "openService", parameters, cancel);
            if (isForgotten)
            {
                context.Print(opened, terminal => terminal.WriteLine($"{opened!["service"]} is opened no longer"));
                return;
            }

            var page = (string)opened!["page"]!;
            context.Print(opened, terminal => terminal.WriteLine(page));
            if (!context.Parsed.GetValue(show) && !context.Json) Start(page);
        }, left: "whether it is opened is not known: the same command opens it again"));
        return open;
    }

    private static void Start(string page)
    {
        try
        {
            // Linux has xdg-open, macOS open, and Windows starts what an address is for by itself.
            var start = OperatingSystem.IsWindows() ? new ProcessStartInfo(page) { UseShellExecute = true }
                : new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [page]) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var browser = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine("rings: no browser was started: this machine has no xdg-open. Open the address above yourself");
        }
    }
}
