using Akka.Actor;
using Rings.Actors.Frames;

namespace Rings.Actors.Paths;

/// <summary>What a <see cref="PathManager"/> leaves to the one that takes its place.</summary>
internal sealed class PathMemory
{
    /// <summary>Who takes the paths that are opened to this node; null: nobody, and they are refused.</summary>
    public IActorRef? Acceptor { get; set; }

    /// <summary>The router's last word.</summary>
    public PublishedRoutes? Routes { get; set; }
}
