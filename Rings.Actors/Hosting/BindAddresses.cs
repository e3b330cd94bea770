using System.Net;

namespace Rings.Actors.Hosting;

/// <summary>
/// What a node's sockets are bound to when nobody says it. Two nodes of one machine find each other only where both are on
/// loopback or both are not: so all that host a node follow this one rule.
/// </summary>
public static class BindAddresses
{
    /// <summary>The addresses.</summary>
    /// <param name="seeds">Where the node joins.</param>
    /// <param name="isOnlyHere">
    /// Whether nobody on another machine is told of it: such a node stays on loopback while its seeds do.
    /// </param>
    public static IReadOnlyList<IPAddress> For(IReadOnlyCollection<Uri> seeds, bool isOnlyHere)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        var local = seeds.Count(seed => seed.IsLoopback);
        if (isOnlyHere && local == seeds.Count) return [IPAddress.Loopback];
        return isOnlyHere || local > 0
            ? [IPAddress.Any, IPAddress.IPv6Any, IPAddress.Loopback]
            : [IPAddress.Any, IPAddress.IPv6Any];
    }
}
