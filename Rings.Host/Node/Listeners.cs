using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using OpenTelemetry.Metrics;
using Rings.Actors.Files;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.AspNetCore.Tls;
using Rings.Host.Cli;
using Rings.Host.Events;
using Rings.Host.Gateway;
using Rings.Host.Http;
using Rings.Host.JsonRpc;
using Rings.Host.Mail;
using Rings.Host.Rpc;
using Rings.Host.Services;
using Rings.Host.Sites;
using Rings.Host.Streams;
using Rings.Host.Telemetry;
using Rings.Protocol;

namespace Rings.Host.Node;

/// <summary>The node's HTTP listeners: the owner's, everybody's, and the web gateway.</summary>
internal sealed class Listeners : IAsyncDisposable
{
    private readonly WebApplication _internal;
    private readonly WebApplication _public;
    private readonly WebApplication? _gateway;
    private readonly DashboardSessions _sessions;
    private readonly Tunnels _tunnels;
    private readonly EntranceMethods _entrances;

    private Listeners(
        WebApplication inner, WebApplication open, WebApplication? gateway, DashboardSessions sessions, Tunnels tunnels,
        EntranceMethods entrances) =>
        (_internal, _public, _gateway, _sessions, _tunnels, _entrances) = (inner, open, gateway, sessions, tunnels, entrances);

    /// <summary>Where the owner's listener stands.</summary>
    public IPEndPoint Internal => ListenerFactory.EndpointOf(_internal);

    /// <summary>Where everybody's listener stands.</summary>
    public IPEndPoint Public => ListenerFactory.EndpointOf(_public);

    /// <summary>Where the web gateway stands; null: there is none.</summary>
    public IPEndPoint? Gateway => _gateway is null ? null : ListenerFactory.EndpointOf(_gateway);

    /// <summary>An address that opens the dashboard, once.</summary>
    public string DashboardUrl => DashboardUrlOf(Internal, _sessions);

    /// <summary>The address that another node joins by.</summary>
    /// <param name="self">This node.</param>
    public string JoinUrlOf(Did self) => JoinUrlOf(Public, self);

    /// <summary>Starts them.</summary>
    /// <param name="settings">Where they stand.</param>
    /// <param name="node">The node behind them.</param>
    /// <param name="books">What its owner wrote down.</param>
    /// <param name="hub">Feeds the event streams.</param>
    /// <param name="box">What waits for the node's owner.</param>
    /// <param name="meter">Tells what passes over the links.</param>
    /// <param name="token">Opens the owner's listener.</param>
    /// <param name="more">The methods of applications beside the node.</param>
    /// <param name="metrics">What <c>/metrics</c> shows.</param>
    /// <param name="tls">Where the TLS of callers ends.</param>
    /// <param name="kept">Where that of kept services' callers does.</param>
    /// <param name="logging">For faults.</param>
    /// <exception cref="UserErrorException">A named port is taken.</exception>
    public static async Task<Listeners> StartAsync(
        HostSettings settings, IRings node, NodeBooks books, EventHub hub, LetterBox box, TrafficMeter meter, AccessToken token,
        IEnumerable<JsonRpcMethod> more, MeterProvider metrics, TlsEnds tls, KeptTls kept, ILoggerFactory logging)
    {
        var log = logging.CreateLogger("rings.http");
        var read = new ArgumentReader(books.Names);
        var methods = new NodeMethods(node, read, hub, TimeProvider.System);
        var tunnels = new Tunnels(node, TimeProvider.System);
        var own = new OwnNames(node, books.Sites, books.Names.Self);
        var services = new ServiceMethods(node, read, tunnels, own, kept, TimeProvider.System);
        var entrances = new EntranceMethods(
            read, tunnels, settings.Entrance, books.Opened, books.Months, TimeProvider.System, logging);
        var sessions = new DashboardSessions(TimeProvider.System);
        var guard = new RequestGuard(token, sessions);
        WebApplication? inner = null;
        WebApplication? outer = null;
        WebApplication? gateway = null;
        string? JoinUrl() => outer is null ? null : JoinUrlOf(ListenerFactory.EndpointOf(outer), books.Names.Self);
        int? GatewayPort() => gateway is null ? null : ListenerFactory.EndpointOf(gateway).Port;
        var sites = new SiteMethods(books.Sites, books.Keeper, own, books.Names.Self, GatewayPort, TimeProvider.System);
        var overview = new OverviewMethods(node, settings.Ring, settings.Secret is not null, JoinUrl, box, meter);
        var dashboard = new JsonRpcMethod("dashboardUrl", [], (_, _) => Task.FromResult<JsonNode?>(
            new JsonObject { ["url"] = DashboardUrlOf(ListenerFactory.EndpointOf(inner!), sessions) }));
        var all = new JsonRpcServer(
            [
                .. methods.All(), .. overview.All(), .. new NameMethods(books.Names, read).All(),
                .. new SpeedMethods(node, read, TimeProvider.System).All(), .. new MailMethods(node, box).All(),
                .. new OwnRecordMethods(node, read).All(), .. sites.All(), .. services.All(), .. new StreamMethods(node).All(),
                .. new OpenedMethods(books.Opened, read, GatewayPort).All(), entrances.Open, .. more, dashboard,
            ],
            Fault);
        var ours = Bounds(InternalListener.MaxBody, isPublic: false);
        var everybodys = Bounds(PublicListener.MaxBody, isPublic: true);
        inner = await StartAsync(settings.Internal, "rings.http.internal", ours, logging, app =>
        {
            new InternalListener(guard, all, hub, sessions, node, metrics, JoinUrl).Map(app);
            new ServiceEndpoints(node, services, entrances, new TlsServing(node, read, tls, TimeProvider.System), tunnels, TimeProvider.System).Map(app);
            new StreamEndpoints(node, read, new ServiceDialer(node, TimeProvider.System)).Map(app);
            new HttpEndpoints(node, read, books.Opened).Map(app);
        });
        guard.ListenOn(ListenerFactory.EndpointOf(inner));
        try
        {
            outer = await StartAsync(settings.Public, "rings.http.public", everybodys, logging, app =>
                new PublicListener(new JsonRpcServer(methods.Public(), Fault), TimeProvider.System).Map(app));
            if (settings.Gateway is { } where)
            {
                gateway = await StartAsync(where, "rings.http.gateway", Bounds(body: 0, isPublic: false), logging, app =>
                    NewGateway(node, books).Map(app));
            }

            foreach (var app in (WebApplication?[])[inner, outer, gateway])
                if (app is not null) await node.ReserveListenerAsync(ListenerFactory.EndpointOf(app));
            return new Listeners(inner, outer, gateway, sessions, tunnels, entrances);
        }
        catch (UserErrorException)
        {
            await inner.DisposeAsync();
            if (outer is not null) await outer.DisposeAsync();
            throw;
        }

        void Fault(string method, Exception error) => log.LogError(error, "{Method} failed", method);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Event streams never end by themselves: their listeners are cut off.
        var now = new CancellationToken(canceled: true);
        WebApplication[] all = _gateway is null ? [_internal, _public] : [_internal, _public, _gateway];
        await Task.WhenAll(all.Select(app => app.StopAsync(now)));
        foreach (var app in all) await app.DisposeAsync();
        await _tunnels.DisposeAsync();
        _entrances.Dispose();
    }

    private static WebGateway NewGateway(IRings node, NodeBooks books)
    {
        var files = new RingsFiles(node);
        var services = new ServiceGateway(new ServiceDialer(node, TimeProvider.System), books.Opened, books.Names.Self);
        return new WebGateway(new SiteSource(node, files, TimeProvider.System), files, services);
    }

    private static string JoinUrlOf(IPEndPoint endpoint, Did self) => $"http://{endpoint}/#{self}";

    private static ListenerBounds Bounds(int body, bool isPublic) =>
        new(body, ProcessLimits.ConnectionsOf(ProcessLimits.Descriptors, isPublic));

    private static string DashboardUrlOf(IPEndPoint endpoint, DashboardSessions sessions) =>
        $"http://{endpoint}/#code={sessions.NewCode()}";

    private static async Task<WebApplication> StartAsync(
        ListenAddress where, string key, ListenerBounds bounds, ILoggerFactory logging, Action<WebApplication> map)
    {
        try
        {
            return await StartAsync(where.Endpoint, bounds, logging, map);
        }
        catch (IOException) when (where.IsDefault)
        {
            return await StartAsync(new IPEndPoint(where.Endpoint.Address, 0), bounds, logging, map);
        }
        catch (IOException error)
        {
            throw new UserErrorException($"{key}: {where.Endpoint} is taken. Name another, or port 0 for any", error);
        }
        catch (SocketException error)
        {
            throw new UserErrorException(
                $"{key}: {where.Endpoint} cannot be opened ({error.Message}). Name an address of this machine", error);
        }
    }

    private static async Task<WebApplication> StartAsync(
        IPEndPoint endpoint, ListenerBounds bounds, ILoggerFactory logging, Action<WebApplication> map)
    {
        var app = ListenerFactory.Create(endpoint, bounds, logging);
        map(app);
        try
        {
            await app.StartAsync();
            return app;
        }
        catch (Exception)
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
