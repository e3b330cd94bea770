using System.CommandLine;
using System.Text.Json.Nodes;
using Rings.Actors.Disk;
using Rings.Host.Cli;

namespace Rings.Host.Commands;

/// <summary><c>rings proxy</c>: services of others by host name, for programs that take a proxy, while this runs.</summary>
internal static class ProxyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var listen = new Option<string>("--socks")
        {
            Description = "PORT or ADDRESS:PORT (0: any port); elsewhere than on loopback only with --login",
            DefaultValueFactory = _ => "1080",
        };
        var login = new Option<string?>("--login")
        {
            Description = "A file with NAME:PASSWORD that only you may read: whoever uses the proxy must give both",
        };
        var proxy = new Command(
            "proxy", "Let programs reach services by NAME.DID.rings or NAME.rings: SOCKS5 and HTTP CONNECT, until Ctrl-C") { listen, login };
        proxy.SetAction(CommandContext.Run(async (context, cancel) =>
        {
            using var node = context.Connect();
            await TunnelWords.KeepAsync(context, node.LastAsync("/proxy", new JsonObject
            {
                ["listen"] = context.Parsed.GetValue(listen),
                ["login"] = context.Parsed.GetValue(login) is { } file ? OwnerOnlyFile.Read(file).Trim() : null,
            }, cancel));
        }, left: "the proxy is closed"));
        return proxy;
    }
}
