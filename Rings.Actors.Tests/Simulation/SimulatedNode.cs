using Akka.Actor;
using Rings.Protocol;

namespace Rings.Actors.Tests.Simulation;

/// <summary>One node of a <see cref="SimulatedRing"/>.</summary>
internal sealed class SimulatedNode(string name, Did did, IActorRef actor)
{
    public string Name => name;

    public Did Did => did;

    public IActorRef Actor => actor;

    public bool IsAlive { get; set; } = true;
}
