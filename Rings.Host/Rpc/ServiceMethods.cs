using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Host.Services;
using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>The JSON-RPC methods of services: <c>docs/json-rpc.md</c>.</summary>
/// <param name="node">The node.</param>
/// <param name="read">Reads Dids and names.</param>
/// <param name="tunnels">The local ends of services of others.</param>
/// <param name="names">What names stand for already.</param>
/// <param name="tls">Where the TLS of kept services' callers ends.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceMethods(
    IRings node, ArgumentReader read, Tunnels tunnels, OwnNames names, KeptTls tls, TimeProvider time)
{
    private const int MaxList = 4096;
    private const long MaxLifeSeconds = 3660L * 24 * 3600;

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("registerService", Offered, async (arguments, cancel) => await RegisterAsync(arguments, cancel)),
        new("updateService", ["name", "allow", "deny", "forget"], async (arguments, cancel) => ServiceJson.One(
            await node.ServicesAsync(
                new ChangeAccess(
                    arguments.Text("name"), DidsOf(arguments, "allow"), DidsOf(arguments, "deny"), DidsOf(arguments, "forget")),
                cancel))),
        new("removeService", ["name"], async (arguments, cancel) =>
        {
            var removed = ServiceJson.One(await node.ServicesAsync(new RemoveService(arguments.Text("name")), cancel));
            Keep(() => tls.Remove(ServiceName.Parse(arguments.Text("name"))));
            return removed;
        }),
        new("listServices", [], async (_, cancel) =>
        {
            var all = ServiceJson.All(await node.ServicesAsync(ListServices.Instance, cancel));
            foreach (var service in all) Tell(service!.AsObject());
            return all;
        }),
        new("lookupService", ["service"], LookUpAsync),
        new("findServices", ["name", "resource"], FindAsync),
        new("createTicket", ["service", "for", "life_s"], async (arguments, cancel) =>
            ServiceJson.One(await node.TicketsAsync(TicketOf(arguments), cancel))),
        new("listTickets", ["service"], async (arguments, cancel) =>
            ServiceJson.All(await node.TicketsAsync(new ListTickets(arguments.Text("service")), cancel))),
        new("revokeTicket", ["service", "id"], async (arguments, cancel) => ServiceJson.One(
            await node.TicketsAsync(new RevokeTicket(arguments.Text("service"), arguments.Text("id")), cancel))),
        new("openTunnel", ["listen", "service"], async (arguments, _) => (await OpenTunnelAsync(arguments)).ToJson()),
        new("openProxy", ["listen", "login"], async (arguments, _) => (await OpenProxyAsync(arguments)).ToJson()),
        new("listTunnels", [], (_, _) => Task.FromResult<JsonNode?>(
            new JsonArray([.. tunnels.All.Select(tunnel => (JsonNode)tunnel.ToJson())]))),
        new("closeTunnel", ["id"], CloseAsync),
    ];

    private static readonly string[] Offered =
    [
        "name", "kind", "target", "access", "title", "allow", "providers", "owner", "announce", "kept", "host",
        "cross_origin", "resource", .. TlsArguments.Names,
    ];

    /// <summary>Reads what is to be provided.</summary>
    /// <exception cref="JsonRpcException">Something in it is not what it should be.</exception>
    public ServiceOffer OfferOf(JsonRpcArguments arguments)
    {
        var offer = new ServiceOffer(arguments.Text("name"), KindOf(arguments), arguments.Text("target"))
        {
            Access = (arguments.OptionalText("access") ?? "closed") switch
            {
                "closed" => ServiceAccess.Closed,
                "public" => ServiceAccess.Public,
                _ => throw JsonRpcArguments.Missing("access", "closed or public"),
            },
            Title = arguments.OptionalText("title") ?? "",
            Allowed = DidsOf(arguments, "allow"),
            Providers = DidsOf(arguments, "providers"),
            Owner = read.OptionalDidOf(arguments, "owner"),
            Host = arguments.OptionalText("host") ?? "",
            IsCrossOrigin = arguments.Flag("cross_origin", ifAbsent: false),
            IsAnnounced = arguments.Flag("announce", ifAbsent: false),
            IsKept = arguments.Flag("kept", ifAbsent: true),
            Resource = arguments.OptionalText("resource") is { } hash ? ResourceOf(hash) : null,
        };
        names.RequireNoSite(offer.Owner, offer.Name);
        return offer;
    }

    /// <summary>Provides a service, and has the TLS of its callers end here if that is wanted.</summary>
    private async Task<JsonObject> RegisterAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var (offer, terms) = (OfferOf(arguments), TlsArguments.Read(arguments, read));
        if (terms is not null && offer.Kind != ServiceKind.Http)
        {
            throw JsonRpcArguments.Wrong(
                "tls",
                "A service of kind tcp that is kept hands on the bytes as they come: let its target end TLS, "
                + "or use rings serve --kind tcp --tls.");
        }

        var files = terms is null ? null : TlsArguments.Open(terms, time);
        var service = ServiceJson.One(await node.ServicesAsync(new AddService(offer), cancel));
        var name = ServiceName.Parse(offer.Name);
        try
        {
            // What was written down for a former service of that name is not this one's.
            Keep(() =>
            {
                if (files is null) tls.Remove(name);
                else tls.Add(name, terms!, files, offer.IsKept);
            });
        }
        catch (JsonRpcException)
        {
            await node.ServicesAsync(new RemoveService(offer.Name), CancellationToken.None);
            throw;
        }

        Tell(service);
        return service;
    }

    /// <summary>Says of a service how its certificate is.</summary>
    private void Tell(JsonObject service)
    {
        if (!ServiceName.TryParse((string?)service["name"], out var name) || tls.Find(name) is not { } state) return;
        service["tls"] = new JsonObject
        {
            ["certificate"] = state.Certificate,
            ["until"] = state.Until?.ToString("O", CultureInfo.InvariantCulture),
            ["trouble"] = state.Trouble,
        };
    }

    private static void Keep(Action change)
    {
        try
        {
            change();
        }
        catch (UserErrorException full)
        {
            throw new JsonRpcException(JsonRpcError.Busy, $"{full.Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JsonRpcException(
                JsonRpcError.Refused, $"The list of services with certificates cannot be written: {error.Message}");
        }
    }

    /// <summary>Opens a tunnel to a service.</summary>
    /// <exception cref="JsonRpcException">It cannot be opened.</exception>
    public Task<Tunnel> OpenTunnelAsync(JsonRpcArguments arguments) =>
        tunnels.OpenAsync(arguments.Text("listen"), read.ServiceOf(arguments, "service"));

    /// <summary>Opens a proxy to all services.</summary>
    /// <exception cref="JsonRpcException">It cannot be opened.</exception>
    public Task<Tunnel> OpenProxyAsync(JsonRpcArguments arguments) =>
        tunnels.OpenProxyAsync(arguments.Text("listen"), arguments.OptionalText("login"), read.Services.FindHost);

    private static ServiceKind KindOf(JsonRpcArguments arguments) => (arguments.OptionalText("kind") ?? "tcp") switch
    {
        "tcp" => ServiceKind.Tcp,
        "http" => ServiceKind.Http,
        _ => throw JsonRpcArguments.Missing("kind", "tcp or http"),
    };

    private ImmutableArray<Did> DidsOf(JsonRpcArguments arguments, string name) => read.DidsOf(arguments, name, MaxList);

    private CreateTicket TicketOf(JsonRpcArguments arguments)
    {
        TimeSpan? life = arguments.Number("life_s", ifAbsent: 0, least: 1, most: MaxLifeSeconds) is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
        return (arguments.OptionalText("for") ?? "first") switch
        {
            "first" => new(arguments.Text("service"), TicketBearer.First, null, life),
            "anyone" => new(arguments.Text("service"), TicketBearer.Anyone, null, life),
            _ => new(arguments.Text("service"), TicketBearer.Named, read.DidOf(arguments, "for"), life),
        };
    }

    private async Task<JsonNode?> LookUpAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var url = read.ServiceOf(arguments, "service");
        return ServiceJson.Found(await node.FindServiceAsync(url.Owner, url.Name.ToString(), cancel));
    }

    private async Task<JsonNode?> FindAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        if (arguments.OptionalText("resource") is { } text)
            return ServiceJson.Announced(await node.GetAsync(new GetSet(ResourceOf(text).Set), cancel));
        if (!ServiceName.TryParse(arguments.Text("name"), out var name))
            throw JsonRpcArguments.Missing("name", ServiceName.Expected);
        return ServiceJson.Announced(await node.GetAsync(new GetSet(ServiceManifest.RegisterOf(name)), cancel), name);
    }

    private static ResourceHash ResourceOf(string text) => ResourceHash.TryParse(text, out var hash)
        ? hash
        : throw JsonRpcArguments.Wrong("resource", $"'{JsonRpcArguments.Shown(text)}' is none: expected {ResourceHash.Expected}.");

    private async Task<JsonNode?> CloseAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var id = (int)arguments.Number("id", ifAbsent: 0, least: 1, most: int.MaxValue);
        return await tunnels.CloseAsync(id)
            ? new JsonObject { ["id"] = id }
            : throw new JsonRpcException(JsonRpcError.NotFound, $"There is no tunnel {id}.");
    }
}
