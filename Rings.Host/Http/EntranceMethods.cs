using System.Net;
using System.Text.Json;
using Rings.Actors.Services;
using Rings.Actors.Settings;
using Rings.Actors.Telemetry;
using Rings.Host.JsonRpc;
using Rings.Host.Rpc;
using Rings.Host.Services;
using Rings.Protocol;
using Rings.Protocol.Entrance;
using Rings.Protocol.Services;

namespace Rings.Host.Http;

/// <summary>The JSON-RPC method of entrances: <c>docs/json-rpc.md</c>. They are listed and closed as tunnels are.</summary>
/// <param name="read">Reads services and addresses.</param>
/// <param name="tunnels">Where they are listed.</param>
/// <param name="settings">How much each carries.</param>
/// <param name="opened">Knows tickets of services that were opened here.</param>
/// <param name="months">What entrances carried this month.</param>
/// <param name="time">The clock.</param>
/// <param name="logging">Told of each connection that is closed.</param>
internal sealed class EntranceMethods(
    ArgumentReader read, Tunnels tunnels, EntranceSettings settings, OpenedServices opened, EntranceMonths months, TimeProvider time,
    ILoggerFactory logging)
    : IDisposable
{
    private readonly EntranceInstruments _instruments = new();
    private readonly ILogger _log = logging.CreateLogger("rings.entrance");

    /// <summary>It, for the owner.</summary>
    public JsonRpcMethod Open => new(
        "openEntrance", ["zone", "listen", "http", "allow", "proxy_protocol"],
        async (arguments, _) => (await OpenAsync(arguments)).ToJson());

    /// <summary>Opens an entrance.</summary>
    /// <exception cref="JsonRpcException">It cannot be opened.</exception>
    public async Task<Tunnel> OpenAsync(JsonRpcArguments arguments)
    {
        var zone = arguments.Parsed<string>("zone", EntranceNames.ZoneExpected, EntranceNames.TryParseZone!);
        var listen = Tunnels.Read(arguments.OptionalText("listen") ?? "0.0.0.0:443");
        var (names, links) = RulesOf(arguments, zone);
        var terms = new EntranceTerms(listen, names, settings)
        {
            Before = months.Find(NameOf(listen, names)),
            TellsWho = arguments.Flag("proxy_protocol", ifAbsent: false),
            WithTicket = url => WithTicket(url, links),
        };
        if (arguments.OptionalText("http") is not { } http)
            return await tunnels.OpenAsync(listen, (dialer, trouble) => Begin(terms, dialer, trouble, null));
        var redirect = await EntranceRedirect.StartAsync(Tunnels.Read(http, "http"), names, logging);
        try
        {
            return await tunnels.OpenAsync(listen, (dialer, trouble) => Begin(terms, dialer, trouble, redirect));
        }
        catch (Exception)
        {
            await redirect.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _instruments.Dispose();

    private EntranceEnd Begin(EntranceTerms terms, ServiceDialer dialer, Action<string> trouble, EntranceRedirect? redirect)
    {
        var entrance = ServiceEntrance.Open(terms, dialer, _instruments, why =>
        {
            _log.LogInformation("{Why}", why);
            trouble(why);
        });
        if (redirect is not null) redirect.Port = entrance.Local.Port;
        return new EntranceEnd(entrance, redirect, redirect?.Local, month => Keep(NameOf(terms.Local, terms.Names), month), time);
    }

    /// <summary>What tells an entrance from others over a restart.</summary>
    private static string NameOf(IPEndPoint listen, EntranceNames names) => $"*.{names.Zone} {listen}";

    private void Keep(string name, EntranceMonth month)
    {
        try
        {
            months.Keep(name, month);
        }
        catch (IOException full)
        {
            _log.LogWarning("What the entrance {Name} carried this month cannot be written down: {Why}", name, full.Message);
        }
    }

    private (EntranceNames Names, IReadOnlyDictionary<(Did, ServiceName), RingUrl> Links) RulesOf(JsonRpcArguments arguments, string zone)
    {
        var links = new Dictionary<(Did, ServiceName), RingUrl>();
        var rules = new List<EntranceRule>();
        foreach (var element in arguments.List("allow", EntranceNames.MaxRules))
        {
            if (element.ValueKind != JsonValueKind.String) throw JsonRpcArguments.Missing("allow", "an array of [ALIAS=]DID[/NAME]");
            var (rule, link) = RuleOf(element.GetString()!);
            if (rule.Owner == read.Self)
                throw JsonRpcArguments.Wrong("allow", $"{rule.Owner} is this very node: an entrance leads to services of others.");
            if (rule.Alias is { } alias && rules.Any(other => other.Alias == alias))
                throw JsonRpcArguments.Wrong("allow", $"Two entries are called '{alias}'. Give one another alias: ALIAS=DID/NAME.");
            rules.Add(rule);
            if (link is { Ticket.IsEmpty: false }) links[(link.Owner, link.Name)] = link;
        }

        return rules.Count > 0
            ? (new EntranceNames(zone, rules), links)
            : throw JsonRpcArguments.Wrong("allow", "An entrance that lets nobody in is none: name a DID or DID/NAME.");
    }

    private (EntranceRule Rule, RingUrl? Link) RuleOf(string text)
    {
        string? alias = null;
        var mark = text.IndexOf('=', StringComparison.Ordinal);
        var (what, isLink) = (text, text.StartsWith("ring://", StringComparison.OrdinalIgnoreCase));
        if (mark >= 0 && !isLink)
        {
            if (!EntranceRule.TryParseAlias(text[..mark], out alias))
                throw JsonRpcArguments.Wrong("allow", $"'{JsonRpcArguments.Shown(text[..mark])}' is no alias: expected {EntranceRule.AliasExpected}.");
            what = text[(mark + 1)..];
        }

        // What its owner calls it is a good name for browsers, too.
        if (alias is null && read.IsNamed(what) && EntranceRule.TryParseAlias(what, out var named)) alias = named;
        if (read.DidNamed(what) is { } owner) return (new EntranceRule(owner, null, alias), null);
        var service = read.ServiceOf(what, "allow");
        return (new EntranceRule(service.Owner, service.Name, alias), service);
    }

    /// <summary>The ticket of the list stands over that of the address book, and this over that of what was opened.</summary>
    private RingUrl WithTicket(RingUrl url, IReadOnlyDictionary<(Did, ServiceName), RingUrl> links)
    {
        if (links.TryGetValue((url.Owner, url.Name), out var link)) return url with { Ticket = link.Ticket };
        var named = read.Services.WithTicket(url);
        return named.Ticket.IsEmpty && opened.Find(url.Owner, url.Name) is { } kept ? url with { Ticket = kept.Ticket } : named;
    }
}
