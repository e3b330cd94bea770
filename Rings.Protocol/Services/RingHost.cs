using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>
/// The host name of a service for programs that reach it by a node (docs/protocol/7-services.md, "Names"):
/// <c>NAME.DID.rings</c>, the Did as 40 hex digits. What stands before the name is the application's own affair, as the
/// name of a tenant: it is the same service.
/// </summary>
/// <param name="Owner">Whose service.</param>
/// <param name="Name">Which of his.</param>
public sealed record RingHost(Did Owner, ServiceName Name)
{
    /// <summary>The end of such names. <c>.rings.alt</c> is the same (RFC 9476): names below it never go to the DNS.</summary>
    public const string Suffix = ".rings";

    /// <summary>The other end of such names.</summary>
    internal const string Alternative = Suffix + ".alt";

    /// <summary>Characters of a host name at most.</summary>
    internal const int MaxLength = 253;

    private const int MaxLabel = 63;

    /// <summary>Reads a host name without its port, in whatever case.</summary>
    /// <returns>False: it names no service, or one of another ring.</returns>
    public static bool TryParse([NotNullWhen(true)] string? host, [NotNullWhen(true)] out RingHost? service)
    {
        service = null;
        if (host is null || host.Length > MaxLength) return false;
        var plain = host.ToLowerInvariant();
        if (!DidLabel.TryCut(plain, Suffix, out var above, out var owner)
            && !DidLabel.TryCut(plain, Alternative, out above, out owner)) return false;
        if (above.Length == 0)
        {
            service = new RingHost(owner, ServiceName.Web);
            return true;
        }

        var labels = above.Split('.');
        if (!ServiceName.TryParse(labels[^1], out var name) || labels.SkipLast(1).Any(label => !IsLabel(label))) return false;
        service = new RingHost(owner, name);
        return true;
    }

    /// <summary>The one host name of the service.</summary>
    public override string ToString() => $"{Name}.{Owner:N}{Suffix}";

    /// <summary>Whether a text may stand between the dots of a host name.</summary>
    internal static bool IsLabel(string label) => label.Length is > 0 and <= MaxLabel
        && label.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
