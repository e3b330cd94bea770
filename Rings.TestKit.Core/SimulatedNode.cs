using Akka.Actor;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.TestKit;

/// <summary>One node of a <see cref="SimulatedRing"/>.</summary>
internal sealed class SimulatedNode(string name, NodeContext context, IActorRef actor)
{
    public string Name => name;

    public Did Did => context.Self;

    /// <summary>What the node's links share.</summary>
    public Destination Destination => context.Destination;

    public IActorRef Actor => actor;

    public bool IsAlive { get; set; } = true;
}
