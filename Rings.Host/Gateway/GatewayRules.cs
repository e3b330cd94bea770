using Rings.Protocol.Services;

namespace Rings.Host.Gateway;

/// <summary>
/// What a web gateway lets through before it looks for anything: requests for an exact host name, which no page of a foreign
/// origin sent. Judges only what a browser lets nobody else write (Fetch Metadata, W3C).
/// </summary>
internal static class GatewayRules
{
    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="host">What its host name says, once it is admitted; null otherwise.</param>
    /// <returns>200: it is admitted; 307: it belongs under the host's one name; else the status of its refusal.</returns>
    public static int Judge(HttpRequest request, out LocalHost? host)
    {
        // A name that was rebound to loopback is none of these (DNS rebinding).
        if (!LocalHost.TryParse(request.Host.Host, out host)) return StatusCodes.Status421MisdirectedRequest;
        if (!IsFromHere(request)) return StatusCodes.Status403Forbidden;
        return string.Equals(request.Host.Host, host.ToString(), StringComparison.OrdinalIgnoreCase)
            ? StatusCodes.Status200OK
            : StatusCodes.Status307TemporaryRedirect;
    }

    /// <summary>A page of the same origin, or whoever typed the address, or a link that was followed to here.</summary>
    private static bool IsFromHere(HttpRequest request)
    {
        var headers = request.Headers;
        var isOwn = headers.Origin.ToString() == $"http://{request.Host.Value}";
        if (headers.Origin.Count > 0 && !isOwn) return false;
        // A browser says where a socket comes from in any case, and in some versions by nothing else.
        if (headers.Upgrade.Count > 0 && !isOwn) return false;
        return headers["Sec-Fetch-Site"].ToString() switch
        {
            "" or "same-origin" or "none" => true,
            _ => headers["Sec-Fetch-Mode"] == "navigate" && headers["Sec-Fetch-Dest"] == "document" && HttpMethods.IsGet(request.Method),
        };
    }
}
