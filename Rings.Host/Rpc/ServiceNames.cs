using Rings.Actors.Services;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Protocol.Services;

namespace Rings.Host.Rpc;

/// <summary>Finds the service that somebody means: by its link, its host name, or a name of the address book.</summary>
/// <param name="names">The address book.</param>
internal sealed class ServiceNames(NameBook names)
{
    private const string OtherRing = "is in another ring: this node has no way to there";
    private const string Hidden = "is a hidden service: this node has no way to those";

    /// <summary>Finds a service by what was typed.</summary>
    /// <param name="text"><c>ring://DID/NAME</c>, a host name under <c>.rings</c>, <c>DID/NAME</c>, or a name of the address
    /// book, which stands for a Did's <c>web</c> where it is a Did's.</param>
    /// <param name="shown">The text as it may be repeated.</param>
    public ProxyPlace Find(string text, string shown)
    {
        if (RingUrl.TryParse(text, out var url)) return Of(url);
        // A link is not repeated: what is wrong with it may be its ticket.
        if (text.Contains("://", StringComparison.Ordinal)) return Nowhere($"that is no link of a service: expected {RingUrl.Expected}");
        if (ProxyHost.TryParse(text, out var host)) return Of(host, shown);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Named(text, shown);
        if (!ServiceName.TryParse(text[(slash + 1)..], out var name)) return NoService(shown);
        if (names.Find(text[..slash]) is { Service: null } owner) return Of(new RingUrl(owner.Did, name));
        return DidText.Read(text[..slash], out var did) is { } wrong
            ? Nowhere($"'{shown}' is no service: before the / {wrong}, nor a name of a Did in the address book")
            : Of(new RingUrl(did, name));
    }

    /// <summary>A service with the ticket that the address book keeps for it.</summary>
    public RingUrl WithTicket(RingUrl url) => names.WithTicket(url);

    /// <summary>Finds a service by a host name, as a proxy is asked for it: whatever is not of the ring is foreign.</summary>
    public ProxyPlace FindHost(string host)
    {
        var shown = JsonRpcArguments.Shown(host);
        return ProxyHost.TryParse(host, out var parsed)
            ? Of(parsed, shown)
            : Nowhere($"'{shown}' is no service of the ring ({ProxyHost.Expected}), and the proxy goes nowhere else");
    }

    private ProxyPlace Of(ProxyHost host, string shown) => host switch
    {
        ProxyHost.Service { Host: var service } => Of(new RingUrl(service.Owner, service.Name)),
        ProxyHost.OtherRing => Nowhere($"'{shown}' {OtherRing}"),
        ProxyHost.Named named => Named(named.Name, shown),
        _ => Nowhere($"'{shown}' {Hidden}"),
    };

    private ProxyPlace Of(RingUrl url) => url.Ring is null ? new(names.WithTicket(url), "") : Nowhere($"the service {url} {OtherRing}");

    private ProxyPlace Named(string name, string shown) => names.Find(name) switch
    {
        { Service: { } service } => Of(service),
        { } node => Of(new RingUrl(node.Did, ServiceName.Web)),
        null => NoService(shown, names.Nearest(name)),
    };

    private static ProxyPlace NoService(string shown, string? near = null) => Nowhere(
        $"'{shown}' is no service: expected {RingUrl.Expected}, DID/NAME, or a name of the address book "
        + $"({(near is null ? "" : $"did you mean '{near}'? ")}rings name list shows them)");

    private static ProxyPlace Nowhere(string why) => new(null, why);
}
