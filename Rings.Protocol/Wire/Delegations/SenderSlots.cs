using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// The sending end's picture of the 64 delegation slots of one link, lane and direction: which delegation the other end
/// holds where (protocol.md, section 2). The slot used longest ago is given away first.
/// </summary>
/// <remarks>
/// Ask at the moment of sending, in the order of sending, for frames that are really sent: only then are the tables of
/// both ends equal. <see cref="Assign"/> allocates nothing.
/// </remarks>
internal sealed class SenderSlots
{
    private readonly Dictionary<DelegationId, int> _slots = new(EnvelopeView.Slots);
    private readonly Entry[] _entries = new Entry[EnvelopeView.Slots];
    private int _newest = -1;
    private int _oldest = -1;

    /// <summary>The slot of a delegation, which counts as used now.</summary>
    /// <param name="delegation">The transaction's <c>delegation_id</c>.</param>
    /// <param name="isNew">Whether the frame has to carry the delegation's bytes, to be stored in this slot.</param>
    /// <returns>0 to 63.</returns>
    public int Assign(DelegationId delegation, out bool isNew)
    {
        isNew = !_slots.TryGetValue(delegation, out var slot);
        if (isNew)
        {
            slot = _slots.Count < EnvelopeView.Slots ? _slots.Count : TakeOldest();
            _slots.Add(delegation, slot);
            _entries[slot].Delegation = delegation;
            LinkNewest(slot);
        }
        else if (slot != _newest)
        {
            Unlink(slot);
            LinkNewest(slot);
        }

        return slot;
    }

    private int TakeOldest()
    {
        var slot = _oldest;
        _slots.Remove(_entries[slot].Delegation);
        Unlink(slot);
        return slot;
    }

    private void LinkNewest(int slot)
    {
        (_entries[slot].Older, _entries[slot].Newer) = (_newest, -1);
        if (_newest >= 0) _entries[_newest].Newer = slot;
        else _oldest = slot;
        _newest = slot;
    }

    private void Unlink(int slot)
    {
        var (older, newer) = (_entries[slot].Older, _entries[slot].Newer);
        if (older >= 0) _entries[older].Newer = newer;
        else _oldest = newer;
        if (newer >= 0) _entries[newer].Older = older;
        else _newest = older;
    }

    private struct Entry
    {
        public DelegationId Delegation;
        public int Older;
        public int Newer;
    }
}
