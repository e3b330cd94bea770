using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Links;
using Rings.Actors.Public;
using Rings.Browser.Akka;
using Rings.Browser.Crypto;
using Rings.Browser.WebRtc;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using static Rings.Actors.Public.RingsNodeProtocol;

[assembly: SupportedOSPlatform("browser")]

namespace Rings.Browser.Node;

/// <summary>The node of a page: commands come from <c>rings.js</c>, outcomes go back as JSON.</summary>
internal static partial class BrowserNode
{
    /// <summary>A tab holds fewer links than a daemon: browsers keep some hundreds of connections for all tabs.</summary>
    private const int Links = 24;

    private const int HalfOpen = 8;

    private static ActorSystem? _system;
    private static RingsClient? _node;

    private static RingsClient Client => _node ?? throw new InvalidOperationException("There is no node: join first.");

    /// <summary>Loads the scripts that the node calls.</summary>
    public static async Task Main()
    {
        foreach (var module in new[] { "rtc.mjs", "crypto.mjs", "node.mjs" }) await JSHost.ImportAsync(module, $"../{module}");
        CryptoProvider.Use(new SodiumProvider());
    }

    /// <summary>Starts the node; ends with its first status.</summary>
    [JSExport]
    internal static async Task<string> Start(string options)
    {
        if (_node is not null) throw new InvalidOperationException("This page has a node already.");
        var page = PageOptions.Read(options);
        _system = ActorSystem.Create("rings", BrowserAkka.ConfigAt(page.Log));
        var actor = _system.StartRingsNode(node => Describe(node, page));
        _node = new RingsClient(actor, _system);
        var status = await _node.GetStatusAsync();
        _ = TellEventsAsync(_node);
        return NodeJson.Of(status);
    }

    /// <summary>The node's state.</summary>
    [JSExport]
    internal static async Task<string> Status() => NodeJson.Of(await Client.GetStatusAsync());

    /// <summary>Looks for the owner of a key.</summary>
    [JSExport]
    internal static async Task<string> Lookup(string key) => NodeJson.Of(await Client.LookupAsync(Did.Parse(key)));

    /// <summary>Sends a message end to end.</summary>
    [JSExport]
    internal static async Task<string> Send(string to, string protocol, byte[] payload, bool mail) =>
        NodeJson.Of(await Client.SendAsync(Did.Parse(to), protocol, payload, mail));

    /// <summary>Has a protocol's messages go to the page; the promise ends with the node.</summary>
    [JSExport]
    internal static async Task Listen(string protocol)
    {
        await foreach (var message in Client.MessagesAsync(protocol))
        {
            // Awaited: while the page is busy, the node's queue fills and senders hear Busy.
            await PageEvents.Received(
                message.From.ToString(), message.Protocol, message.Id, message.SentAt.ToUnixTimeMilliseconds(),
                message.IsSealed, message.Payload);
        }
    }

    /// <summary>Sets a value that this node alone replaces.</summary>
    [JSExport]
    internal static async Task<string> Put(string name, byte[] value, double lifeSeconds) =>
        NodeJson.Of(await Client.PutAsync(new PutRegister(
            name, value, lifeSeconds > 0 ? TimeSpan.FromSeconds(lifeSeconds) : null)));

    /// <summary>Reads a value of somebody.</summary>
    [JSExport]
    internal static async Task<string> Get(string owner, string name) =>
        NodeJson.Of(await Client.GetAsync(new GetRegister(Did.Parse(owner), name)));

    /// <summary>Leaves the ring and stops.</summary>
    [JSExport]
    internal static async Task Leave()
    {
        var (node, system) = (_node, _system);
        (_node, _system) = (null, null);
        if (node is null || system is null) return;
        await node.LeaveAsync();
        await system.Terminate();
    }

    private static void Describe(RingsNodeOptions node, PageOptions page)
    {
        if (page.Secret is { } secret) node.PrivateRing(page.Ring, secret);
        else node.Ring(page.Ring);
        node.Seeds([.. page.Seeds])
            .Identity(identity => identity.Account(AccountKey.FromSecret(AccountKind.Ed25519, page.Account)))
            .Transport(_ => new BrowserPeerConnectionFactory(page.Rtc))
            .SeedClient(() => new HttpSeedClient(new HttpClient()))
            .Configure(settings => settings with
            {
                Links = settings.Links with { HalfOpen = HalfOpen },
                Ring = settings.Ring with { LinkBudget = Links },
                Sessions = settings.Sessions with { Suites = [AeadSuite.ChaCha20Poly1305] },
            });
    }

    private static async Task TellEventsAsync(RingsClient node)
    {
        await foreach (var happened in node.EventsAsync())
        {
            var (what, fields) = happened switch
            {
                LinkOpened opened => ("link", new JsonObject { ["peer"] = opened.Peer.ToString(), ["up"] = true }),
                LinkClosed closed => ("link", new JsonObject
                {
                    ["peer"] = closed.Peer.ToString(),
                    ["up"] = false,
                    ["reason"] = closed.Reason,
                }),
                PhaseChanged changed => ("phase", new JsonObject { ["phase"] = NodeJson.Word(changed.Phase) }),
                NodeFailed failed => ("failed", new JsonObject { ["part"] = failed.Part, ["reason"] = failed.Reason }),
                _ => ("", []),
            };
            if (what.Length > 0) PageEvents.Happened(what, fields.ToJsonString());
        }
    }
}
