using Akka.Actor;
using Akka.Event;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Disk;

/// <summary>Whether a store can be written, told when it changes: to the log, and to the node.</summary>
/// <param name="store">The store's name.</param>
/// <param name="log">The log.</param>
/// <param name="node">The node.</param>
internal sealed class StoreHealth(string store, ILoggingAdapter log, IActorRef node)
{
    /// <summary>Whether it cannot.</summary>
    public bool IsFailing { get; private set; }

    /// <summary>A damaged file was set aside.</summary>
    /// <param name="schema">What the store is.</param>
    /// <param name="path">Where the file is now; null: it was sound.</param>
    public void Opened(StoreSchema schema, string? path)
    {
        if (path is not null)
            log.Warning("{Store} was damaged; it was set aside as {Path}, and {Consequence}", store, path, schema.Consequence);
    }

    /// <summary>It could not be written.</summary>
    /// <returns>Whether it could before.</returns>
    public bool Failed(string reason)
    {
        if (IsFailing) return false;
        IsFailing = true;
        log.Warning("{Reason}. The node goes on with what it has, and tries again every few seconds", reason);
        node.Tell(new StoreFailing(store, reason));
        return true;
    }

    /// <summary>It was written.</summary>
    /// <returns>Whether it could not be before.</returns>
    public bool Written()
    {
        if (!IsFailing) return false;
        IsFailing = false;
        log.Info("{Store} can be written again", store);
        node.Tell(new StoreRestored(store));
        return true;
    }
}
