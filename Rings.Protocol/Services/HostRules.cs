using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>
/// Under which host name the target of a service of kind HTTP is asked (docs/protocol/7-services.md, "HTTP"). By default its
/// own, for servers in development refuse others; then what names the service's origin in a request is turned into the
/// target's, and back in what it answers.
/// </summary>
/// <param name="TargetHost">The host, with a port where it has one; null: the one that the caller used.</param>
internal sealed record HostRules(string? TargetHost)
{
    /// <summary>What leaves the caller's host as it is.</summary>
    public const string Keep = "keep";

    /// <summary>What a host has to be.</summary>
    public const string Expected = "keep, or a host name with or without a port";

    private const int MaxLength = 255;

    /// <summary>The rules of a service.</summary>
    public static HostRules Of(OfferedService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.Host switch
        {
            Keep => new HostRules((string?)null),
            "" => new HostRules(service.Target is { SocketPath: null } target ? target.ToString() : "localhost"),
            var named => new HostRules(named),
        };
    }

    /// <summary>Whether a text may stand for the host of a service; empty: the target's own.</summary>
    public static bool IsValid(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Length <= MaxLength
            && host.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or ':' or '[' or ']');
    }

    /// <summary>
    /// Whether a request's origin is another than the host that it is for: then a page of another site sent it, in the name of
    /// a user whose browser, or whose node, is trusted.
    /// </summary>
    /// <param name="origin">The header <c>Origin</c>; null: there is none.</param>
    /// <param name="host">The header <c>Host</c>.</param>
    public static bool IsForeign(string? origin, string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return origin is not null && !(TryCut(origin, out var authority, out var rest) && rest.Length == 0 && IsSame(authority, host));
    }

    /// <summary>The host that the target is asked for.</summary>
    /// <param name="host">The header <c>Host</c> of the caller.</param>
    public string HostFor(string host) => TargetHost ?? host;

    /// <summary>A URL of the service, as <c>Origin</c> and <c>Referer</c> hold one, as the target's own.</summary>
    /// <param name="url">What the caller sent.</param>
    /// <param name="host">The header <c>Host</c> of the caller.</param>
    public string ToTarget(string url, string host) =>
        TargetHost is { } target && TryCut(url, out var authority, out var rest) && IsSame(authority, host)
            ? $"http://{target}{rest}"
            : url;

    /// <summary>A URL of the target, as <c>Location</c> holds one, as the service's own.</summary>
    /// <param name="url">What the target sent.</param>
    /// <param name="scheme">The scheme that the caller used.</param>
    /// <param name="host">The header <c>Host</c> of the caller.</param>
    public string FromTarget(string url, string scheme, string host) =>
        TargetHost is { } target && TryCut(url, out var authority, out var rest) && IsSame(authority, target)
            ? $"{scheme}://{host}{rest}"
            : url;

    /// <summary>A cookie as the target sets it, without the domain that it names: it is the service's own only.</summary>
    /// <param name="cookie">A value of <c>Set-Cookie</c>.</param>
    public static string WithoutDomain(string cookie)
    {
        ArgumentNullException.ThrowIfNull(cookie);
        var parts = cookie.Split(';');
        return string.Join(';', parts.Where((part, place) => place == 0 || !IsDomain(part)));
    }

    private static bool IsDomain(string part)
    {
        var name = part.AsSpan().Trim();
        var end = name.IndexOf('=');
        return (end < 0 ? name : name[..end].Trim()).Equals("domain", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSame(string authority, string host) => string.Equals(authority, host, StringComparison.OrdinalIgnoreCase);

    /// <summary>Cuts an absolute URL of the web: <c>http://AUTHORITY</c> and what follows.</summary>
    private static bool TryCut(string url, [NotNullWhen(true)] out string? authority, [NotNullWhen(true)] out string? rest)
    {
        (authority, rest) = (null, null);
        var end = url.IndexOf("://", StringComparison.Ordinal);
        if (end < 0 || url[..end].ToLowerInvariant() is not ("http" or "https")) return false;
        var after = url[(end + "://".Length)..];
        var slash = after.AsSpan().IndexOfAny('/', '?', '#');
        (authority, rest) = slash < 0 ? (after, "") : (after[..slash], after[slash..]);
        return true;
    }
}
