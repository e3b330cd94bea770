using System.Collections.Immutable;
using System.Text;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <summary>Who is to own a Did together: each member has agreed to these very words.</summary>
/// <param name="Id">Its name, drawn by whoever made it.</param>
/// <param name="Ring">The ring.</param>
/// <param name="Threshold">k: how many of them sign.</param>
/// <param name="Members">In the order of their indices, from 1.</param>
/// <param name="Until">When a member that has said nothing counts as silent; whole milliseconds.</param>
/// <param name="Label">What its maker calls it.</param>
public sealed record GroupPlan(
    SecretId Id, RingId Ring, int Threshold, ImmutableArray<Did> Members, Instant Until, string Label)
{
    /// <summary>The longest label, in characters.</summary>
    public const int MaxLabel = 64;

    /// <summary>n.</summary>
    public int Count => Members.Length;

    /// <summary>Of new shares for a key that there is already: from whom they come. Null: the key is generated.</summary>
    public GroupChange? Change { get; init; }

    /// <summary>The version of the shares that it makes; 0: the first.</summary>
    public int Version => Change?.Version ?? 0;

    /// <summary>All that take part, in the order of their places from 1: the members, then those who leave.</summary>
    public ImmutableArray<Did> Participants => Change is null ? Members : [.. Members, .. Change.Leaving];

    /// <summary>How many take part.</summary>
    internal int Places => Count + (Change?.Leaving.Length ?? 0);

    /// <summary>The plan's hash, 32 bytes: what every statement of its members is bound to.</summary>
    internal byte[] Hash
    {
        get
        {
            byte[][] parts =
            [
                Id.ToByteArray(), Ring.ToByteArray(), Numbers.Of(Threshold), Numbers.Of(Until.UnixMilliseconds),
                Encoding.UTF8.GetBytes(Label), [.. Members.SelectMany(member => member.ToByteArray())],
            ];
            return Change is null
                ? TaggedHash.Of("rings/1 group plan", parts)
                : TaggedHash.Of("rings/1 group change plan", [.. parts, Change.Hash()]);
        }
    }

    /// <summary>What is wrong with its form; null: nothing.</summary>
    public string? Fault =>
        Members.IsDefault || Count is < Feldman.MinThreshold or > Feldman.MaxCount || Members.Distinct().Count() != Count ? "members"
        : Threshold < Feldman.MinThreshold || Threshold > Count ? "k"
        : Label.Length is 0 or > MaxLabel || Label.Any(char.IsControl) ? "label"
        : Change?.FaultIn(Members);

    /// <summary>The index of a member; 0: none.</summary>
    public int IndexOf(Did member) => Members.IndexOf(member) + 1;

    /// <summary>The place of who takes part, from 1; of a member its index; 0: none.</summary>
    internal int PlaceOf(Did participant) => Participants.IndexOf(participant) + 1;

    /// <summary>Whether a place is that of a member, who is dealt to and confirms.</summary>
    internal bool IsMember(int place) => place >= 1 && place <= Count;

    /// <summary>Whether a place is that of somebody who deals: of a key's generation each does.</summary>
    internal bool IsDealer(int place) => Change is null ? IsMember(place) : DealerAt(place) is not null;

    /// <summary>Of a change the dealer at a place; null: none.</summary>
    internal GroupDealer? DealerAt(int place)
    {
        if (Change is null) return null;
        var who = ParticipantAt(place);
        return Change.Dealers.FirstOrDefault(dealer => dealer.Member == who);
    }

    /// <summary>Who takes part at a place, from 1.</summary>
    internal Did ParticipantAt(int place) => place <= Count ? Members[place - 1] : Change!.Leaving[place - Count - 1];

    /// <inheritdoc/>
    public bool Equals(GroupPlan? other) => other is not null && Hash.AsSpan().SequenceEqual(other.Hash);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}
