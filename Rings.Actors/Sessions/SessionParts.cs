using Akka.Actor;

namespace Rings.Actors.Sessions;

/// <summary>Whom sessions speak to.</summary>
/// <param name="Gate">Carries their messages.</param>
/// <param name="Mail">Takes what is for somebody who is away.</param>
/// <param name="Node">Hears of events.</param>
/// <param name="Store">What must survive a restart.</param>
internal sealed record SessionParts(IActorRef Gate, IActorRef Mail, IActorRef Node, ISessionStore Store);
