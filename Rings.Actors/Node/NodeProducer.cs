using Akka.Actor;
using Rings.Actors.Links;
using Rings.Actors.Messages;

namespace Rings.Actors.Node;

/// <summary>Makes a <see cref="RingsNode"/>, whose constructor is nobody else's business.</summary>
internal sealed class NodeProducer(NodeContext node, ISeedClient seeds, IReplayStore replay) : IIndirectActorProducer
{
    public Type ActorType => typeof(RingsNode);

    public ActorBase Produce() => new RingsNode(node, seeds, replay);

    public void Release(ActorBase actor)
    {
    }
}
