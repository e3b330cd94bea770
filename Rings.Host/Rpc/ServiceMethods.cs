using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Rings.Actors.Public;
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
internal sealed class ServiceMethods(IRings node, ArgumentReader read, Tunnels tunnels, OwnNames names)
{
    private const int MaxList = 4096;
    private const long MaxLifeSeconds = 3660L * 24 * 3600;

    /// <summary>All of them, for the owner.</summary>
    public IEnumerable<JsonRpcMethod> All() =>
    [
        new("registerService", Offered, async (arguments, cancel) =>
            ServiceJson.One(await node.ServicesAsync(new AddService(OfferOf(arguments)), cancel))),
        new("updateService", ["name", "allow", "deny", "forget"], async (arguments, cancel) => ServiceJson.One(
            await node.ServicesAsync(
                new ChangeAccess(
                    arguments.Text("name"), DidsOf(arguments, "allow"), DidsOf(arguments, "deny"), DidsOf(arguments, "forget")),
                cancel))),
        new("removeService", ["name"], async (arguments, cancel) =>
            ServiceJson.One(await node.ServicesAsync(new RemoveService(arguments.Text("name")), cancel))),
        new("listServices", [], async (_, cancel) => ServiceJson.All(await node.ServicesAsync(ListServices.Instance, cancel))),
        new("lookupService", ["service"], LookUpAsync),
        new("createTicket", ["service", "for", "life_s"], async (arguments, cancel) =>
            ServiceJson.One(await node.TicketsAsync(TicketOf(arguments), cancel))),
        new("listTickets", ["service"], async (arguments, cancel) =>
            ServiceJson.All(await node.TicketsAsync(new ListTickets(arguments.Text("service")), cancel))),
        new("revokeTicket", ["service", "id"], async (arguments, cancel) => ServiceJson.One(
            await node.TicketsAsync(new RevokeTicket(arguments.Text("service"), arguments.Text("id")), cancel))),
        new("openTunnel", ["listen", "service"], (arguments, _) =>
            Task.FromResult<JsonNode?>(tunnels.Open(arguments.Text("listen"), read.ServiceOf(arguments, "service")).ToJson())),
        new("listTunnels", [], (_, _) => Task.FromResult<JsonNode?>(
            new JsonArray([.. tunnels.All.Select(tunnel => (JsonNode)tunnel.ToJson())]))),
        new("closeTunnel", ["id"], CloseAsync),
    ];

    private static readonly string[] Offered =
        ["name", "kind", "target", "access", "title", "allow", "providers", "owner", "announce", "kept", "host", "cross_origin"];

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
        };
        names.RequireNoSite(offer.Owner, offer.Name);
        return offer;
    }

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

    private async Task<JsonNode?> CloseAsync(JsonRpcArguments arguments, CancellationToken cancel)
    {
        var id = (int)arguments.Number("id", ifAbsent: 0, least: 1, most: int.MaxValue);
        return await tunnels.CloseAsync(id)
            ? new JsonObject { ["id"] = id }
            : throw new JsonRpcException(JsonRpcError.NotFound, $"There is no tunnel {id}.");
    }
}
