using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// The receiving end's 64 delegation slots of one link, lane and direction (protocol.md, section 2). Nothing here is
/// verified but that bytes and id belong together.
/// </summary>
/// <remarks>
/// Ask for every envelope that comes, in order, before anything that may drop it: the sender counts on its slots. At
/// most 32 KiB are held.
/// </remarks>
internal sealed class ReceiverSlots
{
    private readonly (DelegationId Id, byte[]? Bytes)[] _slots = new (DelegationId, byte[]?)[EnvelopeView.Slots];

    /// <summary>
    /// Stores the delegation that an envelope carries, if any, and finds the one that its transaction names.
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="delegation">The delegation's bytes; not to be written to.</param>
    /// <returns>
    /// What is wrong, if anything: an empty slot, or a delegation that is not the transaction's. The neighbour broke a
    /// rule then, for it had to check the same.
    /// </returns>
    public WireFault Accept(in EnvelopeView envelope, out ReadOnlyMemory<byte> delegation)
    {
        ref var slot = ref _slots[envelope.Slot];
        delegation = default;
        if (!envelope.Delegation.IsEmpty && !slot.Bytes.AsSpan().SequenceEqual(envelope.Delegation))
            slot = (DelegationId.Of(envelope.Delegation), envelope.Delegation.ToArray());
        if (slot.Bytes is null) return new("Envelope.slot", "a slot that was filled before");
        if (slot.Id != envelope.Transaction.DelegationId)
            return new("Transaction.delegation_id", "the id of the delegation in the slot");
        delegation = slot.Bytes;
        return WireFault.None;
    }
}
