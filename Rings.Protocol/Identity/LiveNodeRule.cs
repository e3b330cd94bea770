namespace Rings.Protocol.Identity;

/// <summary>
/// One live node per Did and ring: which of two that appear under one Did stays (protocol.md, section 1).
/// </summary>
internal static class LiveNodeRule
{
    /// <summary>
    /// Compares two delegations of one account in one ring: greater is the one that stays. It is the later issued, of
    /// two issued at once that with the greater id; 0 is the same delegation, whose ready link stays.
    /// </summary>
    public static int Compare(Delegation left, Delegation right)
    {
        var order = left.Issued.CompareTo(right.Issued);
        return order != 0 ? order : left.Id.CompareTo(right.Id);
    }

    /// <summary>
    /// Whether a newcomer takes the place of the node that is linked: it gets <c>GoAway{superseded}</c>.
    /// </summary>
    public static bool Supersedes(Delegation newcomer, Delegation current) => Compare(newcomer, current) > 0;
}
