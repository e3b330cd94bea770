using System.Diagnostics;
using Akka.Actor;
using Rings.Protocol;

namespace Rings.Actors.Messages;

/// <summary>Who hears what became of a message.</summary>
internal abstract record Asker
{
    private Asker()
    {
    }

    /// <summary>A part of the node.</summary>
    /// <param name="Actor">The part.</param>
    /// <param name="Tag">What it wants back.</param>
    public sealed record Part(IActorRef Actor, object? Tag) : Asker;

    /// <summary>An application, by the command that it gave.</summary>
    /// <param name="Actor">Who gave it.</param>
    /// <param name="Since">When.</param>
    /// <param name="Span">The span of the sending.</param>
    public sealed record User(IActorRef Actor, Instant Since, Activity? Span) : Asker;
}
