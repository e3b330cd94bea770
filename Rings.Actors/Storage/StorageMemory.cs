using Akka.Actor;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Storage;

/// <summary>
/// What a <see cref="StorageActor"/> leaves to the one that takes its place after a failure. One uses it at a time.
/// </summary>
/// <param name="source">Opens the store.</param>
/// <param name="gate">Carries questions and answers.</param>
/// <param name="own">Opens the store of what is to be put again.</param>
/// <param name="watched">Who watches what.</param>
internal sealed class StorageMemory(
    StoreSource<IRecordStore> source, IActorRef gate, StoreSource<IOwnRecordStore> own,
    Dictionary<Did, (IRecordQuery Query, HashSet<IActorRef> Watchers)> watched)
{
    /// <summary>As many as one account may have of elements and registers in a few sets: a list for people.</summary>
    private const int MaxPuts = 1_024;

    public StoreSource<IRecordStore> Source => source;

    public IActorRef Gate => gate;

    public StoreSource<IOwnRecordStore> Own => own;

    /// <summary>The ring's last word on the neighbours.</summary>
    public RingNeighbours? Neighbours { get; set; }

    /// <summary>The ring's last word on what the node owns.</summary>
    public StorageProtocol.Owned? Owned { get; set; }

    /// <summary>Who watches what; a restarted storage goes on telling them.</summary>
    public Dictionary<Did, (IRecordQuery Query, HashSet<IActorRef> Watchers)> Watched => watched;

    /// <summary>The last records that the node put and does not renew.</summary>
    public OwnPuts Puts { get; } = new(MaxPuts);

    /// <summary>The highest seq signed so far: two words of this node are never of the same age.</summary>
    public long LastSeq { get; set; }
}
