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
using Rings.Protocol.EndToEnd;
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

    private static readonly Dictionary<string, CancellationTokenSource> Listening = [];

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
    internal static Task<string> Status() => ToldAsync(async () => NodeJson.Of(await Client.GetStatusAsync()));

    /// <summary>Looks for the owner of a key.</summary>
    [JSExport]
    internal static Task<string> Lookup(string key) =>
        ToldAsync(async () => NodeJson.Of(await Client.LookupAsync(Did.Parse(key))));

    /// <summary>Sends a message end to end.</summary>
    [JSExport]
    internal static Task<string> Send(string to, string protocol, byte[] payload, bool mail) =>
        ToldAsync(async () => NodeJson.Of(await Client.SendAsync(Did.Parse(to), protocol, payload, mail)));

    /// <summary>Has a protocol's messages go to the page; the promise ends when it wants no more, or with the node.</summary>
    [JSExport]
    internal static async Task Listen(string protocol)
    {
        using var ending = new CancellationTokenSource();
        Listening.Add(protocol, ending);
        try
        {
            await foreach (var message in Client.MessagesAsync(protocol, cancel: ending.Token))
            {
                // Awaited: while the page is busy, the node's queue fills and senders hear Busy.
                await PageEvents.Received(
                    message.From.ToString(), message.Protocol, message.Id, message.SentAt.ToUnixTimeMilliseconds(),
                    message.IsSealed, message.Payload);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The page said so.
        }
        finally
        {
            Listening.Remove(protocol);
        }
    }

    /// <summary>The page wants no more messages of a protocol: whoever sends some hears that it is not there.</summary>
    [JSExport]
    internal static void Unlisten(string protocol) => Listening.GetValueOrDefault(protocol)?.Cancel();

    /// <summary>Sets a value that this node alone replaces.</summary>
    [JSExport]
    internal static Task<string> Put(string name, byte[] value, double lifeSeconds) => ToldAsync(async () =>
        NodeJson.Of(await Client.PutAsync(new PutRegister(
            name, value, lifeSeconds > 0 ? TimeSpan.FromSeconds(lifeSeconds) : null))));

    /// <summary>Reads a value of somebody.</summary>
    [JSExport]
    internal static Task<string> Get(string owner, string name) =>
        ToldAsync(async () => NodeJson.Of(await Client.GetAsync(new GetRegister(Did.Parse(owner), name))));

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

    /// <summary>What a call ends with: also where the page asked for what cannot be, or the node is not there.</summary>
    private static async Task<string> ToldAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception wrong) when (wrong is ProtocolException or ArgumentException)
        {
            return NodeJson.Refused("invalid", wrong.Message);
        }
        catch (TimeoutException late)
        {
            return NodeJson.Refused("timed-out", late.Message);
        }
        catch (NodeStoppedException gone)
        {
            return NodeJson.Refused("stopped", gone.Message);
        }
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
                Sessions = settings.Sessions with
                {
                    Suites = [SessionSuite.HybridChaCha20Poly1305, SessionSuite.ChaCha20Poly1305],
                },
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
