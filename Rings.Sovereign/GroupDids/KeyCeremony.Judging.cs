using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.GroupDids;

/// <content>What is taken of what was said, and who is named.</content>
public sealed partial record KeyCeremony
{
    private Retry Retry { get; init; }

    /// <summary>When this member asked for what it lacks, at the end of the time.</summary>
    private Instant? AskedLast { get; init; }

    /// <summary>Members that were shown all that this one has.</summary>
    private ImmutableHashSet<int> Shown { get; init; } = [];

    internal IEnumerable<GroupSend> SayEvidence() => Say(Evidence).Sends;

    /// <summary>The next of this member's own messages, if all that it needs is there.</summary>
    internal CeremonyStep Next(RandomBytes random)
    {
        var step = new CeremonyStep(this, [], GroupOutcome.Done);
        if (!Faults.IsEmpty && Share is null) return step;
        if (Deal is { Coefficients.IsEmpty: false } deal && HasFirsts && !Seconds.ContainsKey(Index))
            step = SayOwn(deal.Second(Plan, Index, Firsts[Index].Hash, Dealt, random));
        // Who leaves is dealt nothing: it needs no more what it has drawn.
        if (!IsMember && step.State.Seconds.ContainsKey(Index)) step = step with { State = step.State with { Deal = null } };
        if (step.State is { Deal: not null, Faults.IsEmpty: true, IsMember: true } dealing && dealing.HasFirsts && dealing.HasSeconds)
        {
            var added = dealing.AddUp();
            step = added with { Sends = step.Sends.AddRange(added.Sends) };
        }

        return step.State.ShowToOthersWhoSawOther(step);
    }

    /// <summary>Takes a statement of a member; what contradicts another, or does not hold, names who said it.</summary>
    private KeyCeremony Take(SaidStatement said)
    {
        var index = said.Statement.Index;
        // Nobody asked for it, so that nothing is compared with it.
        if (!(said.Statement is GroupStatement.Confirm ? Plan.IsMember(index)
            : Plan.IsDealer(index) || (said.Statement is GroupStatement.First && Plan.IsMember(index)))) return this;
        var known = said.Statement switch
        {
            GroupStatement.First => Firsts,
            GroupStatement.Second => Seconds,
            _ => Confirms,
        };
        if (known.TryGetValue(index, out var before))
        {
            return before.Hash == said.Hash ? this : Name(
                index, CeremonyFault.SaidTwice, [new GroupMessage.Said(Plan.Id, before), new GroupMessage.Said(Plan.Id, said)]);
        }

        return said.Statement switch
        {
            GroupStatement.First first => TakeFirst(said, first),
            GroupStatement.Second second => TakeSecond(said, second),
            _ => this with { Confirms = Confirms.Add(index, said) },
        };
    }

    private KeyCeremony TakeFirst(SaidStatement said, GroupStatement.First first)
    {
        if (DealtPolynomial.Read(Plan, first) is not { } dealt)
            return Name(first.Index, CeremonyFault.WrongFirst, [new GroupMessage.Said(Plan.Id, said)]);
        var taken = this with { Firsts = Firsts.Add(first.Index, said), Dealt = Dealt.Add(first.Index, dealt) };
        return taken.Seconds.TryGetValue(first.Index, out var second) ? taken.Compare(said, second) : taken;
    }

    private KeyCeremony TakeSecond(SaidStatement said, GroupStatement.Second second)
    {
        if (second.Shares.Length != Plan.Count || SealedShares.ReadKey(second.Key) is null)
            return Name(second.Index, CeremonyFault.WrongSecond, [new GroupMessage.Said(Plan.Id, said)]);
        var taken = this with { Seconds = Seconds.Add(second.Index, said) };
        return taken.Firsts.TryGetValue(second.Index, out var first) ? taken.Compare(first, said) : taken;
    }

    /// <summary>A second message that follows another first one than this: its dealer has said two.</summary>
    private KeyCeremony Compare(SaidStatement first, SaidStatement second) =>
        ((GroupStatement.Second)second.Statement).OfFirst == first.Hash ? this : Name(
            first.Statement.Index, CeremonyFault.SaidTwice,
            [new GroupMessage.Said(Plan.Id, first), new GroupMessage.Said(Plan.Id, second)]);

    /// <summary>Opens the shares; all right: their sum is this member's. Otherwise it shows its key, and all can look.</summary>
    private CeremonyStep AddUp()
    {
        var (key, sum) = (Deal!.Key.ToByteArray(), Edwards25519Scalar.Zero);
        foreach (var (dealer, said) in Seconds)
        {
            var opened = SealedShares.Open(Plan, (GroupStatement.Second)said.Statement, Index, key);
            if (Fits(dealer, Index, opened))
            {
                sum += opened!.Value;
                continue;
            }

            var complaint = new GroupMessage.Complaint(
                Plan.Id, Index, dealer, Deal.Key, Firsts[Index], Firsts[dealer], said);
            return Name(dealer, CeremonyFault.WrongShare, [complaint]).Say([]);
        }

        var seen = Seen();
        return (this with { Deal = null, Share = sum }).SayOwn(new GroupStatement.Confirm(Bytes32.Read(Plan.Hash), Index, seen));
    }

    private KeyCeremony Judge(GroupMessage.Complaint complaint, GroupStatement.First first, GroupStatement.Second second)
    {
        var opened = SealedShares.Open(Plan, second, complaint.Accuser, complaint.Key.ToByteArray());
        return Fits(first.Index, complaint.Accuser, opened)
            ? Name(complaint.Accuser, CeremonyFault.FalseComplaint, [complaint])
            : Name(complaint.Dealer, CeremonyFault.WrongShare, [complaint]);
    }

    private bool Fits(int dealer, int receiver, Edwards25519Scalar? share) => share is { } number
        && Edwards25519Point.OfSecret(number).Equals(
            Feldman.ShareOf<Edwards25519Point, Edwards25519Scalar>(Dealt[dealer].Points.AsSpan(), receiver));

    /// <summary>Names a member. What this one has drawn is erased, unless it has confirmed.</summary>
    private KeyCeremony Name(int index, CeremonyFault fault, ImmutableArray<GroupMessage> evidence) =>
        Faults.ContainsKey(index) ? this : this with
        {
            Faults = Faults.Add(index, fault),
            Evidence = Evidence.AddRange(evidence),
            Deal = null,
        };

    /// <summary>
    /// The silent are those whose messages nobody has handed on: of the first step, or of the second where all first ones are
    /// there, or of the third.
    /// </summary>
    private CeremonyStep NameTheSilent()
    {
        var (step, due) = !HasFirsts ? (Firsts, Speakers)
            : !HasSeconds ? (Seconds, Dealers)
            : (Confirms, Enumerable.Range(1, Plan.Count));
        return due.Where(index => index != Index && !step.ContainsKey(index))
            .Aggregate(this, (state, index) => state.Name(index, CeremonyFault.Silent, [])).Say([]);
    }

    /// <summary>
    /// Who has confirmed something else has seen another message of some dealer: it is shown all that this one has, and does the
    /// same, so that both find who said two things.
    /// </summary>
    private CeremonyStep ShowToOthersWhoSawOther(CeremonyStep step)
    {
        if (Share is null) return step;
        var own = SeenBy(Confirms[Index]);
        return Confirms.Where(pair => SeenBy(pair.Value) != own && !Shown.Contains(pair.Key))
            .Aggregate(step, (shown, pair) =>
            {
                var next = shown.State.Show(pair.Key);
                return shown with { State = next.State, Sends = shown.Sends.AddRange(next.Sends) };
            });
    }

    /// <summary>Shows a member, once, all that this one has: where it has ended, why.</summary>
    private CeremonyStep Show(int to)
    {
        if (Shown.Contains(to)) return new(this, [], GroupOutcome.Ignored);
        var all = Evidence.IsEmpty
            ? Firsts.Values.Concat(Seconds.Values).Select(said => (GroupMessage)new GroupMessage.Said(Plan.Id, said))
            : Evidence;
        return new(
            this with { Shown = Shown.Add(to) },
            [.. all.Select(message => To(to, message))], GroupOutcome.Done);
    }
}
