namespace Rings.Actors.Disk;

/// <summary>A store that can say whether its disk takes writes.</summary>
internal interface IProbedStore
{
    /// <summary>Tries whether the disk can be written.</summary>
    /// <returns>What keeps it from that; null: nothing.</returns>
    StoreException? Probe();
}
