namespace Rings.Actors.Public;

/// <content>What the node holds: records, mail under way, its delegation.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>Asks what the node holds. Reply: <see cref="NodeHoldings"/>.</summary>
    public sealed record GetHoldings : ICommand
    {
        /// <summary>The only one there is.</summary>
        public static readonly GetHoldings Instance = new();
    }

    /// <summary>What the node holds at one moment.</summary>
    /// <param name="RecordBytes">Bytes of all records that it keeps; null when the storage did not answer in time.</param>
    /// <param name="RecordCapacity">Bytes that it keeps for others at most.</param>
    /// <param name="OwnRecords">Records of its own that it renews; null when the storage did not answer in time.</param>
    /// <param name="LettersUnread">
    /// Letters of this node that nobody has fetched yet; null when the mail did not answer in time.
    /// </param>
    /// <param name="DelegationEnds">When the delegation ends under which it acts.</param>
    public sealed record NodeHoldings(
        long? RecordBytes,
        long RecordCapacity,
        int? OwnRecords,
        int? LettersUnread,
        DateTimeOffset DelegationEnds) : IReply;
}
