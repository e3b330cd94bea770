using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>
/// The host name by which a browser without any setting opens a service at a web gateway of its own machine:
/// <c>NAME.DID.localhost</c>, the Did as 40 hex digits. Browsers send what ends in <c>localhost</c> to loopback (RFC 6761,
/// 6.3), and call the label right above it the site: so the Did stands there, and pages of two Dids are foreign to each
/// other.
/// </summary>
/// <param name="Owner">Whose service.</param>
/// <param name="Name">Which of his.</param>
internal sealed record LocalHost(Did Owner, ServiceName Name)
{
    private const string Suffix = ".localhost";

    /// <summary>Reads a host name without its port.</summary>
    /// <returns>False: it is not exactly of this form, in whatever case.</returns>
    public static bool TryParse([NotNullWhen(true)] string? host, [NotNullWhen(true)] out LocalHost? local)
    {
        local = null;
        if (host is null || !DidLabel.TryCut(host.ToLowerInvariant(), Suffix, out var above, out var owner)) return false;
        if (above.Length == 0)
        {
            local = new LocalHost(owner, ServiceName.Web);
            return true;
        }

        if (!ServiceName.TryParse(above, out var name)) return false;
        local = new LocalHost(owner, name);
        return true;
    }

    /// <summary>The one host name of the service: the only one under which it is shown.</summary>
    public override string ToString() => $"{Name}.{Owner:N}{Suffix}";
}
