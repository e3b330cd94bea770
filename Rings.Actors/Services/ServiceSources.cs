using Akka.Actor;

namespace Rings.Actors.Services;

/// <summary>Whom a look-up asks.</summary>
/// <param name="Node">Knows the links.</param>
/// <param name="Storage">Reads records.</param>
internal sealed record ServiceSources(IActorRef Node, IActorRef Storage);
