using System.Collections.Frozen;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Protocol.Services;

namespace Rings.AspNetCore.Client;

/// <summary>
/// Makes handlers for <see cref="HttpClient"/> and <c>ClientWebSocket</c> whose connections are streams to services of a
/// ring: <c>http://NAME.DID.rings/</c>, the Did as 40 hex digits. Any other host is refused: nothing leaves the ring.
/// </summary>
public static class RingsHttpHandler
{
    /// <summary>Connections to one service: half of what a provider lets one caller have.</summary>
    private const int MostConnections = 32;

    /// <summary>Providers come and go: after this a connection is made anew, and the best of them is chosen.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(15);

    /// <summary>Makes a handler. It keeps no cookies, so that clients of several users may share it.</summary>
    /// <param name="rings">The node; it is the caller.</param>
    /// <param name="links">Links whose tickets are shown to the services that they name.</param>
    public static SocketsHttpHandler Create(IRings rings, params RingUrl[] links)
    {
        ArgumentNullException.ThrowIfNull(rings);
        ArgumentNullException.ThrowIfNull(links);
        var known = links.ToFrozenDictionary(link => new RingHost(link.Owner, link.Name), link => link.Ticket);
        return Create(new ServiceDialer(rings, TimeProvider.System), host => known.GetValueOrDefault(host));
    }

    /// <summary>Makes a handler.</summary>
    /// <param name="dialer">Opens streams.</param>
    /// <param name="tickets">What is shown to a service; empty for none.</param>
    public static SocketsHttpHandler Create(ServiceDialer dialer, Func<RingHost, TicketSecret> tickets) => new()
    {
        UseProxy = false,
        UseCookies = false,
        MaxConnectionsPerServer = MostConnections,
        PooledConnectionLifetime = ConnectionLife,
        ConnectCallback = async (context, cancel) =>
        {
            if (!RingHost.TryParse(context.DnsEndPoint.Host, out var host))
                throw new ServiceNotOpenedException(null, $"{context.DnsEndPoint.Host} is no host of a ring: expected NAME.DID.rings, the Did as 40 hex digits");
            var url = new RingUrl(host.Owner, host.Name) { Ticket = tickets(host) };
            var outcome = await dialer.OpenAsync(url, cancel).ConfigureAwait(false);
            return outcome is StreamOpened opened
                ? opened.Stream.AsStream()
                : throw new ServiceNotOpenedException(outcome, ServiceDialer.WhyNot(outcome, url)!);
        },
    };
}
