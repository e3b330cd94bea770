namespace Rings.Protocol.Wire;

/// <summary>
/// The last transactions that went over one lane, in one direction: whether one comes again is a look at one place,
/// before anything that costs more. It misses what came long ago, which the destination's replay window finds.
/// </summary>
/// <remarks>
/// Both ends of a link keep one for each lane and note every envelope in the order of the lane. So the sender sees
/// beforehand all that the receiver will call a repeat, whatever third parties make it send.
/// </remarks>
internal sealed class RecentIds
{
    /// <summary>Transactions that are remembered: ids that are equal modulo this take the same place.</summary>
    public const int Places = 512;

    private readonly TransactionId[] _ids = new TransactionId[Places];

    /// <summary>Notes a transaction.</summary>
    /// <returns>Whether it went over the lane a short while ago.</returns>
    public bool IsRepeat(TransactionId id)
    {
        ref var place = ref _ids[id.Low % Places];
        if (place == id) return true;
        place = id;
        return false;
    }
}
