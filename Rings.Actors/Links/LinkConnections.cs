using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Rings.Protocol.Links;

namespace Rings.Actors.Links;

/// <summary>The actors of the links, by the numbers that the <see cref="LinkBook"/> gave them.</summary>
internal sealed class LinkConnections
{
    private readonly Dictionary<LinkNumber, IActorRef> _actors = [];
    private readonly Dictionary<IActorRef, LinkNumber> _numbers = [];

    /// <summary>Links of any phase.</summary>
    public int Count => _actors.Count;

    /// <summary>The actor of a link that there is.</summary>
    public IActorRef this[LinkNumber link] => _actors[link];

    public void Add(LinkNumber link, IActorRef connection)
    {
        _actors.Add(link, connection);
        _numbers.Add(connection, link);
    }

    /// <summary>The number of a link; false: it is over, and what its actor says counts no more.</summary>
    public bool TryGet(IActorRef connection, out LinkNumber link) => _numbers.TryGetValue(connection, out link);

    /// <summary>Forgets a link by its number.</summary>
    public bool Remove(LinkNumber link, [MaybeNullWhen(false)] out IActorRef connection) =>
        _actors.Remove(link, out connection) && _numbers.Remove(connection);

    /// <summary>Forgets a link by its actor.</summary>
    public bool Remove(IActorRef connection, out LinkNumber link) =>
        _numbers.Remove(connection, out link) && _actors.Remove(link);

    /// <summary>Tells all of them.</summary>
    public void Tell(object message)
    {
        foreach (var connection in _actors.Values) connection.Tell(message);
    }
}
