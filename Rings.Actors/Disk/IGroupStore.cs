namespace Rings.Actors.Disk;

/// <summary>A store whose writes are made durable in groups. Used by one thread at a time.</summary>
internal interface IGroupStore : IProbedStore, IDisposable
{
    /// <summary>From now on writes gather.</summary>
    /// <exception cref="StoreException">The disk is in the way.</exception>
    void Begin();

    /// <summary>Makes durable what gathered.</summary>
    /// <exception cref="StoreException">Nothing of it is kept.</exception>
    void Commit();

    /// <summary>Gives up what gathered.</summary>
    void Rollback();
}
