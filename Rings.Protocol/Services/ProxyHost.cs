using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>
/// What a host name under <c>.rings</c> means to a node that is asked for it, as by its proxy: one of the types nested here.
/// </summary>
internal abstract record ProxyHost
{
    /// <summary>What such a name has to be, for whoever typed another.</summary>
    public const string Expected = "NAME.DID.rings, the Did as 40 hex digits, or a name of the address book before .rings";

    private const int HiddenCharacters = 56;

    private ProxyHost()
    {
    }

    /// <summary>Reads a host name; one that ends with a dot is the same (RFC 1034, 3.1).</summary>
    /// <returns>False: it is not under <c>.rings</c>, or it is no host name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? host, [NotNullWhen(true)] out ProxyHost? parsed)
    {
        parsed = null;
        if (host is not { Length: > 0 and <= RingHost.MaxLength }) return false;
        var text = host.ToLowerInvariant();
        if (text.EndsWith('.')) text = text[..^1];
        var suffix = text.EndsWith(RingHost.Alternative, StringComparison.Ordinal) ? RingHost.Alternative : RingHost.Suffix;
        if (!text.EndsWith(suffix, StringComparison.Ordinal)) return false;
        var rest = text[..^suffix.Length];
        var labels = rest.Split('.');
        if (!labels.All(RingHost.IsLabel)) return false;
        parsed = RingHost.TryParse(text, out var service) ? new Service(service)
            : DidLabel.Is(labels[^1]) ? null
            : labels.Length > 1 && DidLabel.Is(labels[^2]) ? new OtherRing()
            : labels[^1].Length == HiddenCharacters && labels[^1].All(IsOfBase32) ? new Hidden()
            : new Named(rest);
        return parsed is not null;
    }

    private static bool IsOfBase32(char character) => char.IsAsciiLetterLower(character) || character is >= '2' and <= '7';

    /// <summary>It says whose service it is.</summary>
    /// <param name="Host">The service.</param>
    public sealed record Service(RingHost Host) : ProxyHost;

    /// <summary>It is a service of another ring.</summary>
    public sealed record OtherRing : ProxyHost;

    /// <summary>It is a name that the node's owner gave, if there is one.</summary>
    /// <param name="Name">What stands before <c>.rings</c>, in lower case.</param>
    public sealed record Named(string Name) : ProxyHost;

    /// <summary>It is the address of a hidden service (section 10), 56 characters of base32.</summary>
    public sealed record Hidden : ProxyHost;
}
