using System.Net;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Rings.Host.Cli;

namespace Rings.Host.Http;

/// <summary>
/// Decides who may use the internal listener. A page of a foreign origin, a name that was rebound to this address and
/// a caller without the token or a dashboard session are refused.
/// </summary>
/// <param name="token">Opens it for programs.</param>
/// <param name="sessions">Open it for browsers.</param>
internal sealed class RequestGuard(AccessToken token, DashboardSessions sessions)
{
    /// <summary>The cookie of a dashboard session.</summary>
    public const string Cookie = "rings_session";

    private volatile HashSet<string> _hosts = [];

    /// <summary>Says where the internal listener listens. Until then nothing is for us.</summary>
    public void ListenOn(IPEndPoint endpoint) => _hosts = NamesOf(endpoint);

    /// <summary>
    /// Whether the request is for this listener by name and from no foreign page; the first thing to ask.
    /// </summary>
    public bool IsForUs(HttpRequest request) =>
        _hosts.Contains(request.Host.Value ?? "") && IsOwnOrigin(request.Headers.Origin) && IsOwnSite(request.Headers);

    /// <summary>Whether the caller may do everything.</summary>
    public bool IsTrusted(HttpRequest request) =>
        token.Opens(request.Headers[HeaderNames.Authorization])
        || sessions.Knows(request.Cookies[Cookie]);

    private bool IsOwnOrigin(StringValues origin) =>
        origin.Count == 0 || (origin.Count == 1 && _hosts.Any(host => origin[0] == "http://" + host));

    // A cookie must never help a foreign page, not even by a plain navigation that carries no Origin.
    private static bool IsOwnSite(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";

    private static HashSet<string> NamesOf(IPEndPoint endpoint)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { endpoint.ToString() };
        var address = endpoint.Address;
        if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            names.Add($"127.0.0.1:{endpoint.Port}");
            names.Add($"localhost:{endpoint.Port}");
            names.Add($"[::1]:{endpoint.Port}");
        }

        return names;
    }
}
