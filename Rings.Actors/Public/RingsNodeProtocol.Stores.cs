namespace Rings.Actors.Public;

/// <content>What a node says of its stores.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>
    /// A store cannot be written: the disk is full or read-only, say. The node goes on, refuses what it would have to
    /// keep, and tries again every few seconds.
    /// </summary>
    /// <param name="Store">Its file's name.</param>
    /// <param name="Reason">Why, in words.</param>
    public sealed record StoreFailing(string Store, string Reason) : IEvent;

    /// <summary>A store can be written again.</summary>
    /// <param name="Store">Its file's name.</param>
    public sealed record StoreRestored(string Store) : IEvent;
}
