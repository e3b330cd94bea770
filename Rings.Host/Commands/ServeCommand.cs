using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings serve</c>: a local port, reachable from another machine while this runs.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var target = new Argument<string>("target") { Description = "What others are to reach: a port of this machine, HOST:PORT or unix:/PATH" };
        var name = new Option<string>("--name") { Description = "The service's name", DefaultValueFactory = _ => "web" };
        var (open, allow) = (ServiceCommands.PublicOption(), ServiceCommands.AllowOption());
        var (host, foreign) = (ServiceCommands.HostOption(), ServiceCommands.CrossOriginOption());
        var kind = new Option<string?>("--kind") { Description = "http or tcp (default: what answers at the target)" };
        kind.AcceptOnlyFromAmong("http", "tcp");
        var tls = new TlsOptions();
        var serve = new Command("serve", "Let others reach a local port by this node, until Ctrl-C; closed, with one ticket, unless you say otherwise")
        {
            target, name, open, allow, kind, host, foreign,
        };
        tls.AddTo(serve);
        serve.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            var parsed = context.Parsed;
            using var node = context.Connect();
            var names = await node.NamesAsync(cancel);
            var asked = new JsonObject
            {
                ["name"] = parsed.GetValue(name),
                ["target"] = parsed.GetValue(target),
                ["access"] = parsed.GetValue(open) ? "public" : "closed",
                ["allow"] = JsonTexts.Of(parsed.GetValue(allow) ?? []),
                ["kind"] = parsed.GetValue(kind),
                ["host"] = parsed.GetValue(host),
                ["cross_origin"] = parsed.GetValue(foreign),
            };
            tls.Write(parsed, asked);
            await foreach (var (type, service) in node.LastAsync("/serve", asked, cancel))
            {
                if (context.Json) Console.Out.WriteLine(JsonOutput.Text(service, indented: false));
                else if (type == "served") Begin(Console.Out, service);
                else if (type == "trouble") Console.Out.WriteLine($"{Times.Now}  {Visible.Line((string)service["why"]!)}");
                else Tell(Console.Out, service, names);
            }

            throw new UserErrorException("the node stopped, and the service with it");
        }, left: "the service is gone"));
        return serve;
    }

    private static void Begin(TextWriter terminal, JsonNode service)
    {
        ServiceWords.WriteAdded(terminal, service);
        terminal.WriteLine("Ctrl-C ends it. Callers:");
    }

    private static void Tell(TextWriter terminal, JsonNode service, KnownNames names)
    {
        var callers = service["callers"]!.AsArray()
            .Select(caller => $"{names.Of((string)caller!["did"]!)} ({caller["streams"]})");
        var now = string.Join(", ", callers);
        terminal.WriteLine($"{Times.Now}  {(now.Length == 0 ? "nobody" : now)}, {service["bytes"]} bytes so far");
        foreach (var other in service["tries"]!.AsArray())
            terminal.WriteLine($"          {names.Of((string)other!)} showed a ticket of another: rings service allow {service["name"]} {other}");
        if ((string?)service["trouble"] is { } trouble) terminal.WriteLine($"          {Visible.Line(trouble)}");
    }
}
