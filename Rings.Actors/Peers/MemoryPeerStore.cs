namespace Rings.Actors.Peers;

/// <summary>Keeps them in memory: for a node without a data directory.</summary>
internal sealed class MemoryPeerStore : IPeerStore
{
    private IReadOnlyList<RememberedPeer> _peers = [];

    public (IReadOnlyList<RememberedPeer> Peers, string? Wrong) Load() => (_peers, null);

    public void Save(IReadOnlyCollection<RememberedPeer> peers) => _peers = [.. peers];
}
