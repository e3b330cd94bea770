namespace Rings.Protocol.Storage;

/// <summary>
/// A range that this node has come to hold, until every neighbour that may know more was asked, and one of them knew
/// all.
/// </summary>
/// <param name="range">The range.</param>
/// <param name="since">When it was gained.</param>
/// <param name="wasAlone">Whether this node was a ring of its own until then: what that ring knew, it knows.</param>
internal sealed class CatchUp(KeyRange range, Instant since, bool wasAlone)
{
    public KeyRange Range { get; private set; } = range;

    public Instant Since => since;

    public bool WasAlone => wasAlone;

    /// <summary>Leaves out what this node holds no more: nobody may be left who knows all of it.</summary>
    /// <param name="held">What it holds; ends at this node, as all that it ever gained lies before it.</param>
    public void Narrow(KeyRange held)
    {
        if (held.IsAll) return;
        var self = held.UpTo;
        if (Range.IsAll) Range = held;
        else if (Range.After == self || Range.After.DistanceTo(self) > held.After.DistanceTo(self))
            Range = Range with { After = held.After };
    }

    /// <summary>Who has not agreed yet.</summary>
    public HashSet<Did> Waiting { get; } = [];

    /// <summary>Whether somebody that agreed knew all.</summary>
    public bool IsInformed { get; set; }
}
