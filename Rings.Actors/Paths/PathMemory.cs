using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol.Paths;

namespace Rings.Actors.Paths;

/// <summary>What a <see cref="PathManager"/> leaves to the one that takes its place.</summary>
internal sealed class PathMemory
{
    /// <summary>Who takes the paths that are opened to this node; null: nobody, and they are refused.</summary>
    public IActorRef? Acceptor { get; set; }

    /// <summary>The node's own paths that were begun, by their first link: it may be gone before it hears of one.</summary>
    public Dictionary<IActorRef, List<(PathLease Lease, IActorRef Owner)>> Begun { get; } = [];

    /// <summary>The router's last word.</summary>
    public PublishedRoutes? Routes { get; set; }
}
