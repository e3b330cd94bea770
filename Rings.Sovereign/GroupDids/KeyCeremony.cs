using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// A key that a group generates without a dealer (Komlo and Goldberg, 2020; docs/protocol/11-groups.md, 11.8): each member
/// deals to all, adds up what it was dealt, and the group stands when all have confirmed the same. Or new shares of a key that
/// there is (11.11): then k members of before deal, and those who leave erase theirs when all who stay or come have confirmed.
/// </summary>
/// <remarks>
/// Pure and immutable. What ends it is either something that every member can check, and that is shown to all, or silence. What
/// was drawn is erased when it ends, unless this member has confirmed: then others may stand, and its share stays.
/// </remarks>
public sealed partial record KeyCeremony
{
    private static readonly ImmutableSortedDictionary<int, SaidStatement> Nothing =
        ImmutableSortedDictionary<int, SaidStatement>.Empty;

    internal KeyCeremony(GroupPlan plan, int index) => (Plan, Index) = (plan, index);

    /// <summary>What was agreed to.</summary>
    public GroupPlan Plan { get; }

    /// <summary>This member's index.</summary>
    public int Index { get; }

    /// <summary>Whether this member's person has agreed.</summary>
    public bool IsJoined { get; private init; }

    /// <summary>Who has said its first message.</summary>
    public IEnumerable<int> Present => Firsts.Keys;

    /// <summary>Who has confirmed.</summary>
    public IEnumerable<int> Confirmed => Confirms.Keys;

    /// <summary>Who did what no honest member does.</summary>
    public ImmutableSortedDictionary<int, CeremonyFault> Faults { get; private init; } =
        ImmutableSortedDictionary<int, CeremonyFault>.Empty;

    /// <summary>Whether it has ended for this member without a key.</summary>
    public bool IsOver => Share is null && Faults.Values.Any(fault => IsMember || fault != CeremonyFault.Silent);

    /// <summary>Whether it makes a share for this member; otherwise it leaves.</summary>
    public bool IsMember => Plan.IsMember(Index);

    /// <summary>Whether all have confirmed the same: the group stands.</summary>
    public bool IsStanding => (Share is not null || !IsMember) && Confirms.Count >= ConfirmsNeeded(Plan)
        && Confirms.Values.Select(SeenBy).Distinct().Count() == 1;

    /// <summary>How many confirmations make a plan stand: those of all members. A test shows what fewer would cost.</summary>
    internal Func<GroupPlan, int> ConfirmsNeeded { get; init; } = plan => plan.Count;

    internal OwnDeal? Deal { get; private init; }

    internal Edwards25519Scalar? Share { get; private init; }

    internal ImmutableSortedDictionary<int, SaidStatement> Firsts { get; private init; } = Nothing;

    internal ImmutableSortedDictionary<int, SaidStatement> Seconds { get; private init; } = Nothing;

    internal ImmutableSortedDictionary<int, SaidStatement> Confirms { get; private init; } = Nothing;

    /// <summary>What shows the others who cheated.</summary>
    internal ImmutableArray<GroupMessage> Evidence { get; private init; } = [];

    private ImmutableDictionary<int, DealtPolynomial> Dealt { get; init; } = ImmutableDictionary<int, DealtPolynomial>.Empty;

    private IEnumerable<int> Others => Enumerable.Range(1, Plan.Places).Where(place => place != Index);

    /// <summary>Whose first message is needed: all that deal or are dealt to.</summary>
    private IEnumerable<int> Speakers =>
        Enumerable.Range(1, Plan.Places).Where(place => Plan.IsMember(place) || Plan.IsDealer(place));

    private IEnumerable<int> Dealers => Enumerable.Range(1, Plan.Places).Where(Plan.IsDealer);

    private bool HasFirsts => Firsts.Count == Speakers.Count();

    private bool HasSeconds => Seconds.Count == Dealers.Count();

    /// <summary>This member's person agrees: its first message, and it asks for what others have said before.</summary>
    /// <param name="random">For its polynomial.</param>
    /// <param name="share">Of a change its share of before, where it deals; null: it has none of that version.</param>
    public CeremonyStep Join(RandomBytes random, Edwards25519Scalar? share = null)
    {
        if (IsJoined) return new(this, [], GroupOutcome.Ignored);
        var joined = this with { IsJoined = true };
        if (DrawFor(random, share) is { } deal)
        {
            var first = deal.First(Plan, Index, random);
            joined = (joined with { Deal = deal }).SayOwn(first).State;
        }

        return joined.Say(
        [
            .. joined.Firsts.Values.Select(said => new GroupMessage.Said(Plan.Id, said)), joined.Lack(),
        ]);
    }

    /// <summary>A member has said something.</summary>
    public CeremonyStep Receive(SaidStatement said, Instant now, RandomBytes random)
    {
        ArgumentNullException.ThrowIfNull(said);
        if (!IsJoined) return new(this, [], GroupOutcome.Ignored);
        if (!said.IsOf(Plan, now)) return new(this, [], GroupOutcome.WrongStatement);
        var taken = Take(said);
        return taken == this ? new(this, [], GroupOutcome.Ignored) : taken.Say([]).Advance(random).After(this);
    }

    /// <summary>A member complains of a share.</summary>
    public CeremonyStep Receive(GroupMessage.Complaint complaint, Instant now)
    {
        ArgumentNullException.ThrowIfNull(complaint);
        if (!IsJoined) return new(this, [], GroupOutcome.Ignored);
        if (complaint is not
            {
                AccuserFirst.Statement: GroupStatement.First accuser, DealerFirst.Statement: GroupStatement.First first,
                DealerSecond.Statement: GroupStatement.Second second,
            }
            || !Plan.IsMember(complaint.Accuser) || !Plan.IsDealer(complaint.Dealer)
            || accuser.Index != complaint.Accuser || first.Index != complaint.Dealer || second.Index != complaint.Dealer
            || !((SaidStatement[])[complaint.AccuserFirst, complaint.DealerFirst, complaint.DealerSecond]).All(said => said.IsOf(Plan, now))
            || !SealedShares.IsKeyOf(complaint.Key, accuser.Key))
        {
            return new(this, [], GroupOutcome.WrongStatement);
        }

        var taken = Take(complaint.AccuserFirst).Take(complaint.DealerFirst).Take(complaint.DealerSecond);
        return (taken.Faults.IsEmpty ? taken.Judge(complaint, first, second) : taken).Say([]).After(this);
    }

    /// <summary>Time has passed.</summary>
    public CeremonyStep Tick(Instant now)
    {
        if (!IsJoined || IsStanding || IsOver) return new(this, [], GroupOutcome.Ignored);
        if (now >= Plan.Until && AskedLast is { } asked && now - asked >= SecretLimits.FirstRetry && Faults.IsEmpty)
            return NameTheSilent().After(this);
        var isLast = now >= Plan.Until && AskedLast is null;
        if (!isLast && Retry.At > now) return new(this, [], GroupOutcome.Ignored);
        var asking = this with { Retry = Retry.Next(now), AskedLast = isLast ? now : AskedLast };
        var step = asking.Say([Lack()]);
        // Who has not joined has perhaps not heard of it.
        var invite = new GroupMessage.Invite(Plan);
        return step with
        {
            Sends = step.Sends.InsertRange(0, Others.Where(index => !Firsts.ContainsKey(index))
                .Select(index => To(index, invite))),
        };
    }

    /// <summary>What a member lacks and this one has; where it has ended, why.</summary>
    public CeremonyStep Give(int to, GroupMessage.Lack lack)
    {
        ArgumentNullException.ThrowIfNull(lack);
        if (to < 1 || !IsJoined) return new(this, [], GroupOutcome.Ignored);
        if (!Evidence.IsEmpty) return Show(to);
        // Who has nothing of a change was perhaps not told of it.
        IEnumerable<GroupMessage> invite = Plan.Change is not null && (~lack.Firsts & Bits(Speakers.Where(place => place != to))) == 0
            ? [new GroupMessage.Invite(Plan)]
            : [];
        return new(this, [.. invite.Concat(Having(Firsts, lack.Firsts)).Concat(Having(Seconds, lack.Seconds)).Concat(Having(Confirms, lack.Confirms))
            .Select(said => To(to, said))], GroupOutcome.Done);
    }

    /// <summary>The key of a group that stands, and this member's share of it.</summary>
    internal (GroupKey Key, Edwards25519Scalar Share) Result()
    {
        Edwards25519Point[] sum = [.. Enumerable.Range(0, Plan.Threshold).Select(j =>
            Dealt.Values.Where(dealt => !dealt.Points.IsEmpty).Select(dealt => dealt.Points[j]).Aggregate((left, right) => left + right))];
        return (
            new(Plan, sum[0], [.. Enumerable.Range(1, Plan.Count).Select(index =>
                Feldman.ShareOf<Edwards25519Point, Edwards25519Scalar>(sum, index))]),
            Share!.Value);
    }

    private static Bytes32 SeenBy(SaidStatement confirm) => ((GroupStatement.Confirm)confirm.Statement).Seen;

    /// <summary>Over all first and second messages, in order.</summary>
    private Bytes32 Seen() => Bytes32.Read(Hash.Sha256(
        [.. Firsts.Values.Concat(Seconds.Values).SelectMany(said => said.Hash.ToByteArray())]));

    /// <summary>What this member lacks.</summary>
    internal GroupMessage.Lack Lack() => new(Plan.Id, Lacking(Firsts), Lacking(Seconds), Lacking(Confirms));

    private uint Lacking(ImmutableSortedDictionary<int, SaidStatement> said) => Bits(Others.Where(index => !said.ContainsKey(index)));

    private static uint Bits(IEnumerable<int> places) => places.Aggregate(0u, (bits, place) => bits | (1u << (place - 1)));

    private IEnumerable<GroupMessage> Having(ImmutableSortedDictionary<int, SaidStatement> said, uint bits) =>
        said.Where(pair => (bits & (1u << (pair.Key - 1))) != 0).Select(pair => new GroupMessage.Said(Plan.Id, pair.Value));

    /// <summary>What this member draws; null: it only watches, or its share is of another version, so that it cannot deal.</summary>
    private OwnDeal? DrawFor(RandomBytes random, Edwards25519Scalar? share) =>
        Plan.Change is null ? OwnDeal.Draw(Plan, random)
        : Plan.DealerAt(Index) is { } dealer ? share is { } own ? OwnDeal.Draw(Plan, random, own * Plan.Change.WeightOf(dealer)) : null
        : IsMember ? OwnDeal.OfReceiver(random)
        : null;

    private CeremonyStep SayOwn(GroupStatement statement)
    {
        var said = SaidStatement.Own(statement);
        return Take(said).Say([new GroupMessage.Said(Plan.Id, said)]);
    }

    private GroupSend To(int place, GroupMessage message) => new GroupSend(Plan.ParticipantAt(place), message).Of(Plan.Version);

    private CeremonyStep Say(ImmutableArray<GroupMessage> messages) => new(
        this, [.. messages.SelectMany(message => Others.Select(index => To(index, message)))],
        GroupOutcome.Done);
}
