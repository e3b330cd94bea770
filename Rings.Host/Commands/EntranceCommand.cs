using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings entrance</c>: lets browsers of the public web reach services of others, while this runs.</summary>
internal static class EntranceCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var zone = new Option<string>("--zone")
        {
            Description = "The domain below which services have names: NAME.DID.ZONE. Its DNS leads *.ZONE to this machine",
            Required = true,
        };
        var listen = new Option<string>("--listen")
        {
            Description = "ADDRESS:PORT for TLS; a PORT alone is on loopback, and 0 is any port",
            DefaultValueFactory = _ => "0.0.0.0:443",
        };
        var http = new Option<string?>("--http") { Description = "ADDRESS:PORT that sends browsers from http to https, such as 0.0.0.0:80" };
        var allow = new Option<string[]>("--allow")
        {
            Description = "Whom it leads to, as often as you like: a DID (all its services), DID/NAME, a link, or a name of the "
                + "address book; ALIAS= before it gives it a short name",
            Required = true,
        };
        var proxy = new Option<bool>("--proxy-protocol")
        {
            Description = "Tell services who connects: a header of the PROXY protocol, version 2, goes before the browser's bytes",
        };
        var entrance = new Command(
            "entrance", "Let browsers without anything of ours reach services by https, reading nothing, until Ctrl-C")
        {
            zone, listen, http, allow, proxy,
        };
        entrance.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            await TunnelWords.KeepAsync(context, node.LastAsync("/entrance", new JsonObject
            {
                ["zone"] = context.Parsed.GetValue(zone),
                ["listen"] = context.Parsed.GetValue(listen),
                ["http"] = context.Parsed.GetValue(http),
                ["allow"] = JsonTexts.Of(context.Parsed.GetValue(allow) ?? []),
                ["proxy_protocol"] = context.Parsed.GetValue(proxy),
            }, cancel));
        }, left: "the entrance is closed"));
        return entrance;
    }
}
