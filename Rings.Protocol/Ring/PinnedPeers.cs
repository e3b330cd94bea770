namespace Rings.Protocol.Ring;

/// <summary>Peers to which the host needs a link for itself.</summary>
internal sealed class PinnedPeers
{
    private readonly Dictionary<Did, int> _pins = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Did> All => _pins.Keys;

    /// <summary>
    /// The host needs a link to a peer for itself, or does no more: as often undone as done. While it is up and needed it is
    /// kept, as those of the ring's tables are.
    /// </summary>
    /// <returns>Whether that changed which links are needed.</returns>
    public bool Set(Did peer, bool isNeeded)
    {
        var pins = _pins.GetValueOrDefault(peer) + (isNeeded ? 1 : -1);
        if (pins > 0) _pins[peer] = pins;
        return pins > 0 ? pins == 1 && isNeeded : _pins.Remove(peer);
    }
}
