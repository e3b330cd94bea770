using Microsoft.AspNetCore.Http;

namespace Rings.AspNetCore.Pages;

/// <summary>What a page may do to others, and they to it: as little as a page needs.</summary>
internal static class PageHeaders
{
    /// <summary>Says so to the browser.</summary>
    public static void Harden(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "frame-ancestors 'self'";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Origin-Agent-Cluster"] = "?1";
    }
}
