namespace Rings.Protocol.Services;

/// <summary>
/// The headers by which the provider of a service of kind HTTP tells its target who calls (docs/protocol/7-services.md,
/// "HTTP"). They are the provider's word: whatever a caller sends that a target could read as one of them is taken away.
/// </summary>
internal static class CallerHeaders
{
    /// <summary>The caller's Did, <c>0x</c> and 40 hex digits.</summary>
    public const string Caller = "Rings-Caller";

    /// <summary>The host name that the caller used.</summary>
    public const string ForwardedHost = "X-Forwarded-Host";

    /// <summary>The scheme that the caller used.</summary>
    public const string ForwardedProto = "X-Forwarded-Proto";

    /// <summary>The address that connected to an entrance, where the service trusts that one's word.</summary>
    public const string ForwardedFor = "X-Forwarded-For";

    private static readonly string[] Names = ["forwarded", "x-forwarded", "x-real-ip"];
    private static readonly string[] Families = ["rings-", "x-forwarded-"];

    /// <summary>
    /// Whether a header or trailer of a caller could be read as the provider's own. Gateway interfaces turn names into
    /// variables (RFC 3875, 4.1.18), where case is lost and some of them write <c>_</c> for whatever is no letter or digit: so
    /// all such names are one.
    /// </summary>
    /// <param name="name">The header's name, as it came.</param>
    public static bool IsReserved(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = string.Create(name.Length, name, static (folded, given) =>
        {
            for (var place = 0; place < given.Length; place++)
                folded[place] = char.IsAsciiLetterOrDigit(given[place]) ? char.ToLowerInvariant(given[place]) : '-';
        });
        return Names.Contains(plain) || Families.Any(family => plain.StartsWith(family, StringComparison.Ordinal));
    }
}
