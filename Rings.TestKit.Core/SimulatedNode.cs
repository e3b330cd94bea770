using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.TestKit;

/// <summary>One node of a <see cref="SimulatedRing"/>.</summary>
public sealed class SimulatedNode
{
    private readonly Dictionary<string, IActorRef> _protocols = [];

    internal SimulatedNode(string name, NodeContext context, IActorRef actor)
    {
        (Name, Actor, Did, Destination) = (name, actor, context.Self, context.Destination);
    }

    /// <summary>Its name: <c>n3</c> is the node of number 3.</summary>
    public string Name { get; }

    /// <summary>Its name and place in the ring.</summary>
    public Did Did { get; }

    /// <summary>What the node's links share.</summary>
    internal Destination Destination { get; }

    /// <summary>Takes every command of <see cref="RingsNodeProtocol"/>.</summary>
    public IActorRef Actor { get; }

    /// <summary>Whether it runs: it has neither crashed nor left.</summary>
    public bool IsAlive { get; internal set; } = true;

    /// <summary>
    /// Tells the node a command of <see cref="RingsNodeProtocol"/>; any other message goes to the actor of its one protocol.
    /// </summary>
    /// <param name="message">What to tell.</param>
    /// <param name="sender">Who hears the reply; null: nobody.</param>
    /// <exception cref="InvalidOperationException">The message is no command, and the node has no protocol or several.</exception>
    public void Tell(object message, IActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is RingsNodeProtocol.ICommand) Actor.Tell(message, sender ?? ActorRefs.NoSender);
        else if (_protocols.Count == 1) _protocols.Values.Single().Tell(message, sender ?? ActorRefs.NoSender);
        else
            throw new InvalidOperationException(
                $"{Name} has {_protocols.Count} protocols, not one, and {message.GetType().Name} is no command of the node: name the protocol.");
    }

    /// <summary>The actor that receives a protocol's messages at this node.</summary>
    /// <exception cref="InvalidOperationException">The ring was not given this protocol.</exception>
    public IActorRef Protocol(string protocol) => _protocols.TryGetValue(protocol, out var actor)
        ? actor
        : throw new InvalidOperationException($"{Name} has no actor for {protocol}: WithProtocol gives it one.");

    internal IEnumerable<IActorRef> Protocols => _protocols.Values;

    internal void Add(string protocol, IActorRef actor) => _protocols.Add(protocol, actor);
}
