using Akka.Actor;

namespace Rings.Actors.Services;

/// <summary>Whom a registry speaks to, and what outlives it.</summary>
/// <param name="Memory">What the next one must not have forgotten.</param>
/// <param name="Storage">Puts records.</param>
/// <param name="Store">Keeps services.</param>
/// <param name="Listeners">What this program listens on.</param>
/// <param name="Takers">Who takes callers.</param>
internal sealed record ServiceParts(
    ServiceMemory Memory, IActorRef Storage, IActorRef Store, OwnListeners Listeners, ServiceTakers Takers);
