using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Links;

namespace Rings.Actors.Node;

/// <summary>Makes a <see cref="RingsNode"/>, whose constructor is nobody else's business, and again where it begins anew.</summary>
/// <param name="first">What the first node's actors share.</param>
/// <param name="seeds">Speaks to seeds.</param>
/// <param name="stores">What is kept.</param>
/// <param name="renew">Puts what counts time, or is used up, in the place of the former node's.</param>
/// <param name="subscriber">Hears events from the first on; null: nobody does.</param>
internal sealed class NodeProducer(
    NodeContext first, ISeedClient seeds, NodeStores stores, Func<NodeContext, NodeContext> renew, IActorRef? subscriber = null)
    : IIndirectActorProducer
{
    private readonly NodeMemory _memory = Remember(first, subscriber);
    private NodeContext? _last;

    public Type ActorType => typeof(RingsNode);

    public ActorBase Produce()
    {
        _last = _last is null ? first : renew(_last);
        return new RingsNode(_last, seeds, stores, _memory);
    }

    private static NodeMemory Remember(NodeContext node, IActorRef? subscriber)
    {
        var memory = new NodeMemory(node.Settings.Messages.Protocols);
        if (subscriber is not null) memory.Subscribers.Add(subscriber);
        return memory;
    }

    public void Release(ActorBase actor)
    {
    }
}
