using Akka.Actor;
using Rings.Protocol.EndToEnd;

namespace Rings.Actors.Sessions;

/// <summary>Whom sessions speak to.</summary>
/// <param name="Gate">Carries their messages.</param>
/// <param name="Mail">Takes what is for somebody who is away.</param>
/// <param name="Node">Hears of events.</param>
/// <param name="Store">Keeps what must survive the process.</param>
/// <param name="Hellos">Those that were answered: they outlive a manager that fails.</param>
internal sealed record SessionParts(
    IActorRef Gate, IActorRef Mail, IActorRef Node, IActorRef Store, HelloMemory Hellos);
