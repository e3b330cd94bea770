using Akka.Actor;
using Rings.Actors.Messages;
using Rings.Actors.Services;
using Rings.Actors.Streams;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Node;

/// <summary>
/// What applications have asked of a node and is kept nowhere else: a <see cref="RingsNode"/> that begins anew leaves it to
/// the next. One node uses it at a time.
/// </summary>
/// <param name="protocols">How many protocols may have a receiver.</param>
internal sealed class NodeMemory(int protocols)
{
    /// <summary>Who hears events.</summary>
    public HashSet<IActorRef> Subscribers { get; } = [];

    /// <summary>Who receives which protocol's messages.</summary>
    public Receivers Receivers { get; } = new(protocols);

    /// <summary>Who takes which protocol's streams.</summary>
    public StreamListeners Listeners { get; } = new();

    /// <summary>Who watches which records.</summary>
    public Dictionary<Did, (IRecordQuery Query, HashSet<IActorRef> Watchers)> Watched { get; } = [];

    /// <summary>What this program listens on, and no service may lead to.</summary>
    public OwnListeners Reserved { get; } = new();

    /// <summary>Which parts of this program take callers of services.</summary>
    public ServiceTakers Takers { get; } = new();

    /// <summary>Services, those that are not kept among them; null: the node begins for the first time.</summary>
    public ServiceMemory? Services { get; set; }

    /// <summary>The port of the public listener that is told to others; null: there is none.</summary>
    public AnnounceListener? Announced { get; set; }

    /// <summary>Gives back what the former node held, as soon as its parts have ended; null: there was none.</summary>
    public Action? EndFormer { get; set; }
}
