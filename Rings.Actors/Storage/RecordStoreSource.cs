using Rings.Protocol.Storage;

namespace Rings.Actors.Storage;

/// <summary>Opens a node's store: once as the node is made, so that its owner hears of a wrong file, and again for each
/// storage that takes the place of one that failed.</summary>
internal sealed class RecordStoreSource
{
    private readonly Func<(IRecordStore Store, string? SetAside)> _open;
    private (IRecordStore Store, string? SetAside)? _first;

    /// <param name="open">Opens the store.</param>
    /// <exception cref="IOException">The file is open in another process, or of a later version.</exception>
    public RecordStoreSource(Func<(IRecordStore Store, string? SetAside)> open) => (_open, _first) = (open, open());

    /// <summary>A store in memory, which a failure empties.</summary>
    public static RecordStoreSource InMemory(RecordLimits limits) => new(() => (new MemoryRecordStore(limits), null));

    /// <summary>A store in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">Bounds of each key.</param>
    public static RecordStoreSource InFile(string path, RecordLimits limits) => new(() =>
    {
        var (store, setAside) = SqliteRecordStore.Open(path, limits);
        return (store, setAside);
    });

    /// <summary>The store, for its next user; and where a damaged file was set aside to.</summary>
    public (IRecordStore Store, string? SetAside) Open()
    {
        var opened = _first ?? _open();
        _first = null;
        return opened;
    }

    /// <summary>Closes a store that nobody took.</summary>
    public void Close()
    {
        (_first?.Store as IDisposable)?.Dispose();
        _first = null;
    }
}
