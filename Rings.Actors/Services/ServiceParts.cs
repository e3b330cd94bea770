using System.Net;
using Akka.Actor;

namespace Rings.Actors.Services;

/// <summary>Whom a registry speaks to, and what outlives it.</summary>
/// <param name="Memory">What the next one must not have forgotten.</param>
/// <param name="Storage">Puts records.</param>
/// <param name="Store">Keeps services.</param>
internal sealed record ServiceParts(ServiceMemory Memory, IActorRef Storage, IActorRef Store)
{
    /// <summary>What this program listens on.</summary>
    public List<IPEndPoint> Listeners { get; } = [];

    /// <summary>Who takes callers.</summary>
    public ServiceTakers Takers { get; } = new();
}
