using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Settings;
using Rings.Protocol.Streams;

namespace Rings.Actors.Streams;

/// <summary>What all sets of a node share.</summary>
/// <param name="Node">What the node's actors share.</param>
/// <param name="Sessions">Seals and opens hellos.</param>
/// <param name="Paths">Opens paths.</param>
/// <param name="Links">Opens links.</param>
/// <param name="Router">Keeps those that streams go over.</param>
/// <param name="Listeners">Who takes which streams.</param>
/// <param name="Memory">What may be promised and kept.</param>
internal sealed record StreamParts(
    NodeContext Node, IActorRef Sessions, IActorRef Paths, IActorRef Links, IActorRef Router,
    StreamListeners Listeners, StreamMemory Memory)
{
    /// <summary>The numbers.</summary>
    public StreamsSettings Settings => Node.Settings.Streams;
}
