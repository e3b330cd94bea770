namespace Rings.Actors.Disk;

/// <summary>Opens a node's store: once as the node is made, so that its owner hears of a wrong file, and again for each
/// actor that takes the place of one that failed.</summary>
/// <typeparam name="TStore">The store.</typeparam>
internal sealed class StoreSource<TStore>
    where TStore : class
{
    private readonly Func<(TStore Store, string? SetAside)> _open;
    private (TStore Store, string? SetAside)? _first;

    /// <param name="schema">What the store is.</param>
    /// <param name="open">Opens it.</param>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public StoreSource(StoreSchema schema, Func<(TStore Store, string? SetAside)> open) =>
        (Schema, _open, _first) = (schema, open, open());

    /// <summary>What the store is.</summary>
    public StoreSchema Schema { get; }

    /// <summary>The store as its next user will find it; to be read only, and only until it is taken.</summary>
    public TStore First => (_first ??= _open()).Store;

    /// <summary>The store, for its next user; and where a damaged file was set aside to.</summary>
    public (TStore Store, string? SetAside) Open()
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
