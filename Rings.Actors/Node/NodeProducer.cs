using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Links;

namespace Rings.Actors.Node;

/// <summary>Makes a <see cref="RingsNode"/>, whose constructor is nobody else's business.</summary>
internal sealed class NodeProducer(NodeContext node, ISeedClient seeds, NodeStores stores) : IIndirectActorProducer
{
    public Type ActorType => typeof(RingsNode);

    public ActorBase Produce() => new RingsNode(node, seeds, stores);

    public void Release(ActorBase actor)
    {
    }
}
