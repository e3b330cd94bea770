namespace Rings.Protocol.Services;

/// <summary>
/// Cookies between a browser and a web gateway (docs/protocol/7-services.md, "Web gateway"). There they have the prefix
/// <c>__Host-</c> (RFC 6265bis, 4.1.3.2), with which a browser lets only the very host of a service set them: neither another
/// service of the same Did nor a page that names a parent can. The gateway adds the prefix and takes it off.
/// </summary>
internal static class HostCookies
{
    /// <summary>What is put before each name.</summary>
    public const string Prefix = "__Host-";

    private static readonly string[] Replaced = ["domain", "path", "secure"];

    /// <summary>What the service is sent of a browser's cookies: those that it set itself.</summary>
    /// <param name="cookies">A value of <c>Cookie</c>.</param>
    /// <returns>Empty: none of them.</returns>
    public static string ToService(string cookies)
    {
        ArgumentNullException.ThrowIfNull(cookies);
        return string.Join("; ", cookies.Split(';', StringSplitOptions.TrimEntries)
            .Where(cookie => cookie.StartsWith(Prefix, StringComparison.Ordinal)).Select(cookie => cookie[Prefix.Length..]));
    }

    /// <summary>What the browser is sent of a cookie that the service sets: for its host, all of it, and nobody else.</summary>
    /// <param name="cookie">A value of <c>Set-Cookie</c>.</param>
    public static string FromService(string cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries);
        var kept = parts.Skip(1).Where(part => part.Length > 0 && !Replaced.Contains(part.Split('=')[0].TrimEnd(), StringComparer.OrdinalIgnoreCase));
        return string.Join("; ", [Prefix + parts[0], .. kept, "Path=/", "Secure"]);
    }
}
