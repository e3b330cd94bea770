using System.Globalization;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Host.JsonRpc;
using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Rpc;

/// <summary>Services and tickets as JSON: <c>docs/json-rpc.md</c>.</summary>
internal static class ServiceJson
{
    /// <summary>The one service that a command was about.</summary>
    /// <exception cref="JsonRpcException">It was not carried out.</exception>
    public static JsonObject One(IServiceOutcome outcome) =>
        outcome.Match(told => Service(told.Services[0]).AsObject(), refused => throw Error(refused));

    /// <summary>All services.</summary>
    /// <exception cref="JsonRpcException">They were not told.</exception>
    public static JsonArray All(IServiceOutcome outcome) =>
        outcome.Match(told => new JsonArray([.. told.Services.Select(Service)]), refused => throw Error(refused));

    /// <summary>The one ticket that a command was about, with its link if it was made.</summary>
    /// <exception cref="JsonRpcException">It was not carried out.</exception>
    public static JsonObject One(ITicketOutcome outcome) => outcome.Match(
        told =>
        {
            var ticket = Ticket(told.Tickets[0]).AsObject();
            if (told.Link is { } link) ticket["link"] = link;
            return ticket;
        },
        refused => throw Error(refused));

    /// <summary>All tickets of a service.</summary>
    /// <exception cref="JsonRpcException">They were not told.</exception>
    public static JsonArray All(ITicketOutcome outcome) =>
        outcome.Match(told => new JsonArray([.. told.Tickets.Select(Ticket)]), refused => throw Error(refused));

    /// <summary>What the ring knows of a service.</summary>
    /// <exception cref="JsonRpcException">It was not looked for.</exception>
    public static JsonObject Found(IFindOutcome outcome) => outcome.Match(
        found => new JsonObject
        {
            ["owner"] = found.Owner.ToString(),
            ["name"] = found.Name,
            ["manifest"] = found.HasManifest,
            ["kind"] = Word(found.Kind),
            ["access"] = Word(found.Access),
            ["title"] = found.Title,
            ["providers"] = new JsonArray([.. found.Providers.Select(Provider)]),
        },
        refused => throw Error(refused));

    /// <summary>
    /// Services of which somebody says that they are there. With a name only its owner says that of a service of his; a
    /// thing is served by whoever says so, and is looked at by whoever gets it.
    /// </summary>
    /// <exception cref="JsonRpcException">Those who would know did not answer.</exception>
    public static JsonArray Announced(IGetOutcome outcome, ServiceName? name = null) => outcome.Match(
        found => new JsonArray([.. found.Records.Select(record => Announced(record, name)).OfType<JsonObject>()]),
        invalid => throw new JsonRpcException(JsonRpcError.InvalidParams, $"{invalid.Field}: expected {invalid.Expected}."),
        silent => throw new JsonRpcException(JsonRpcError.TimedOut, $"Those who would know did not answer: {silent.Key}."));

    private static JsonObject? Announced(FoundRecord record, ServiceName? name)
    {
        try
        {
            var said = Announcement.Read(record.Value);
            if (name is not null && (said.Name != name || said.Owner != record.Author)) return null;
            return new JsonObject
            {
                ["owner"] = said.Owner.ToString(),
                ["name"] = said.Name.ToString(),
                ["title"] = said.Title,
                ["provider"] = record.Author.ToString(),
                ["url"] = new RingUrl(said.Owner, said.Name).ToString(),
            };
        }
        catch (ProtocolException)
        {
            // Anybody may write there, and anything.
            return null;
        }
    }

    /// <summary>A kind or access as it is typed.</summary>
    public static string Word(Enum value) => value.ToString().ToLowerInvariant();

    /// <summary>The error that a refusal is.</summary>
    public static JsonRpcException Error(ServiceRefused refused) => new(
        refused.Reason switch
        {
            ServiceRefusal.Invalid => JsonRpcError.InvalidParams,
            ServiceRefusal.NotFound => JsonRpcError.NotFound,
            ServiceRefusal.Full => JsonRpcError.Busy,
            ServiceRefusal.Silent => JsonRpcError.TimedOut,
            _ => JsonRpcError.Refused,
        },
        $"{refused.Detail}.");

    private static JsonNode Service(ServiceStatus service) => new JsonObject
    {
        ["name"] = service.Name,
        ["owner"] = service.Owner.ToString(),
        ["url"] = new RingUrl(service.Owner, ServiceName.Parse(service.Name)).ToString(),
        ["kind"] = Word(service.Kind),
        ["target"] = service.Target,
        ["access"] = Word(service.Access),
        ["title"] = service.Title,
        ["allowed"] = JsonTexts.Of(service.Allowed),
        ["denied"] = JsonTexts.Of(service.Denied),
        ["providers"] = JsonTexts.Of(service.Providers),
        ["kept"] = service.IsKept,
        ["record"] = service.HasRecord,
        ["tickets"] = service.Tickets,
        ["callers"] = new JsonArray([.. service.Callers.Select(caller =>
            new JsonObject { ["did"] = caller.Did.ToString(), ["streams"] = caller.Streams })]),
        ["bytes"] = service.Bytes,
        ["trouble"] = service.Trouble,
        ["host"] = service.Host,
        ["crossOrigin"] = service.IsCrossOrigin,
    };

    private static JsonNode Ticket(TicketStatus ticket) => new JsonObject
    {
        ["id"] = ticket.Id,
        ["for"] = ticket.Bearer == TicketBearer.Named ? ticket.Holder?.ToString() : Word(ticket.Bearer),
        ["holder"] = ticket.Holder?.ToString(),
        ["made"] = ticket.Made.ToString("O", CultureInfo.InvariantCulture),
        ["expires"] = ticket.NotAfter?.ToString("O", CultureInfo.InvariantCulture),
        ["triedBy"] = ticket.TriedBy?.ToString(),
    };

    private static JsonNode Provider(ProviderStatus provider) => new JsonObject
    {
        ["did"] = provider.Did.ToString(),
        ["present"] = provider.IsPresent,
        ["load"] = provider.Load,
        ["rttMs"] = provider.RoundTrip?.TotalMilliseconds,
        ["why"] = provider.Why,
    };
}
