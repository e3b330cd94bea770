using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.GroupDids;

/// <content>A member that signs: it approves a text, shows nonces for an attempt, and gives its part for one list.</content>
public sealed partial record GroupMember
{
    /// <summary>This node's person decides.</summary>
    public GroupStep Decide(RequestId id, bool isApproved, Instant now)
    {
        if (!Requests.TryGetValue(id, out var request)) return Nothing(GroupOutcome.Unknown);
        if (!request.IsOpenAt(now)) return Nothing(GroupOutcome.Decided);
        var answer = isApproved ? GroupAnswer.Approved : GroupAnswer.Refused;
        return request.Answer == answer ? Nothing(GroupOutcome.Ignored) : Answer(id, request with { Answer = answer });
    }

    /// <summary>Somebody proposes a text. What was answered is answered again; the text of a name never changes.</summary>
    private GroupStep Take(Did from, GroupMessage.Proposal proposal, Instant now)
    {
        if (!Groups.TryGetValue(proposal.Group, out var group)) return Nothing(GroupOutcome.Unknown);
        if (OtherVersion(from, proposal, group) is { } other) return other;
        var renewal = (proposal.Subject as SigningSubject.DelegateTo)?.Renewal;
        if (group.Key.Plan.IndexOf(from) == 0 && (from != group.Key.Did || renewal is null)) return Nothing(GroupOutcome.NotMember);
        var id = new RequestId(proposal.Group, proposal.Request);
        var known = Requests.GetValueOrDefault(id);
        if (known is null && !Fits(proposal.Subject, group, now)) return Nothing(GroupOutcome.WrongSubject);
        if (proposal.Until <= now || proposal.Until > now + GroupLimits.RequestLife + Protocol.Identity.DelegationRenewal.Skew)
            return Nothing(GroupOutcome.Invalid);
        if (known is not null)
        {
            if (known.Proposer != from || known.Proposal.Subject.Hash != proposal.Subject.Hash)
                return Say(from, id, proposal, GroupAnswer.WrongList) with { Outcome = GroupOutcome.Refused };
            // It was signed, and the proposer ended before it had kept that.
            if (!known.Signature.IsEmpty) return Tell(from, id, known.Signature);
            // A policy that came meanwhile answers, too.
            if (known.Answer != GroupAnswer.NoPolicy) return Say(from, id, known.Proposal, known.Answer);
        }
        else if (Requests.Count(pair => pair.Key.Group == proposal.Group && pair.Value.Proposer == from && pair.Value.IsOpenAt(now))
            >= GroupLimits.OpenPerProposer)
        {
            return Say(from, id, proposal, GroupAnswer.Full) with { Outcome = GroupOutcome.Full };
        }

        return Judge(from, id, proposal, group, renewal, now);
    }

    private GroupStep Judge(
        Did from, RequestId id, GroupMessage.Proposal proposal, StandingGroup group, Renewal? renewal, Instant now)
    {
        var (room, entries) = Room(id.Group, now);
        if (room.CountOf(id.Group) >= GroupLimits.RequestsPerGroup)
            return Say(from, id, proposal, GroupAnswer.Full) with { Outcome = GroupOutcome.Full };
        if (renewal is null)
        {
            var asked = room.Answer(id, new(proposal, from, GroupAnswer.Waiting));
            return asked with { Entries = entries.AddRange(asked.Entries) };
        }

        var (answer, judged) = RenewalPolicy.Judge(group, (SigningSubject.DelegateTo)proposal.Subject, renewal, now);
        var step = (room with { Groups = Groups.SetItem(id.Group, judged) }).Answer(id, new(proposal, from, answer));
        entries = entries.AddRange(step.Entries);
        return step with { Entries = judged == group ? entries : entries.Add(GroupEntries.Of(judged)) };
    }

    private int CountOf(SecretId group) => Requests.Keys.Count(id => id.Group == group);

    /// <summary>Where as many requests are kept as may be, those that have ended make room.</summary>
    private (GroupMember Member, ImmutableArray<SecretEntry> Gone) Room(SecretId group, Instant now)
    {
        if (CountOf(group) < GroupLimits.RequestsPerGroup) return (this, []);
        var ended = Requests.Where(pair => pair.Key.Group == group && !pair.Value.IsOpenAt(now)).Select(pair => pair.Key).ToList();
        return (
            this with { Requests = Requests.RemoveRange(ended), Rounds = Rounds.RemoveRange(ended), Attempts = Attempts.RemoveRange(ended) },
            [.. ended.Select(id => GroupEntries.Of(id, null))]);
    }

    private GroupStep Answer(RequestId id, GroupRequest request) => new(
        this with { Requests = Requests.SetItem(id, request) }, [GroupEntries.Of(id, request)],
        Say(request.Proposer, id, request.Proposal, request.Answer).Sends, GroupOutcome.Done);

    private GroupStep Say(Did to, RequestId id, GroupMessage.Proposal proposal, GroupAnswer answer) => new(
        this, [], [new GroupSend(to, new GroupMessage.Answer(id.Group, id.Request, proposal.Subject.Hash, answer)).Of(VersionOf(id.Group))],
        GroupOutcome.Ignored);

    private GroupStep Tell(Did to, RequestId id, ImmutableArray<byte> signature) => new(
        this, [], [new GroupSend(to, new GroupMessage.Signature(id.Group, id.Request, signature)).Of(VersionOf(id.Group))],
        GroupOutcome.Ignored);

    private int VersionOf(SecretId group) => KeyOf(group)?.Plan.Version ?? 0;

    /// <summary>Whether somebody may have something signed: a member, or the node that runs for the group.</summary>
    private static bool IsHeard(Did from, StandingGroup group) => from == group.Key.Did || group.Key.Plan.IndexOf(from) != 0;

    /// <summary>Draws nonces for an attempt. Those of an earlier attempt at this request are dead.</summary>
    private GroupStep Take(Did from, GroupMessage.Call call, Instant now, RandomBytes random)
    {
        var id = new RequestId(call.Group, call.Request);
        if (Requests.GetValueOrDefault(id) is not { } request || request.Proposer != from) return Nothing(GroupOutcome.Unknown);
        var group = Groups[call.Group];
        if (OtherVersion(from, call, group) is { } other) return other;
        if (!IsHeard(from, group)) return Nothing(GroupOutcome.NotMember);
        if (request.Answer != GroupAnswer.Approved || !request.IsOpenAt(now)) return Nothing(GroupOutcome.NotApproved);
        if (Nonces.TryGetValue(id, out var held) && held.Attempt == call.Attempt) return Nothing(GroupOutcome.Ignored);
        if (Attempts.GetValueOrDefault(id) >= GroupLimits.Attempts
            || Nonces.Count(pair => pair.Key != id && now < pair.Value.Until) >= GroupLimits.Nonces)
        {
            return Say(from, id, request.Proposal, GroupAnswer.Spent) with { Outcome = GroupOutcome.Full };
        }

        var drawn = FrostNonces.Draw(group.Index, group.Share, random);
        return new(
            this with { Nonces = Nonces.SetItem(id, new(call.Attempt, drawn, now + GroupLimits.NonceLife)) }, [],
            [
                new GroupSend(from, new GroupMessage.Nonces(
                    call.Group, call.Request, call.Attempt, drawn.Commitment.Hiding, drawn.Commitment.Binding), ByMail: false).Of(call.Version),
            ], GroupOutcome.Done);
    }

    /// <summary>
    /// Gives this member's part for a list, once: the nonces are out of memory before anything is computed with them, and
    /// whatever is wrong with the list they are dead.
    /// </summary>
    private GroupStep Take(Did from, GroupMessage.List list, Instant now)
    {
        var id = new RequestId(list.Group, list.Request);
        if (Requests.GetValueOrDefault(id) is not { } request || request.Proposer != from) return Nothing(GroupOutcome.Unknown);
        if (!Nonces.TryGetValue(id, out var held) || held.Attempt != list.Attempt) return Nothing(GroupOutcome.OutOfTurn);
        var spent = this with { Nonces = Nonces.Remove(id), Attempts = Attempts.SetItem(id, Attempts.GetValueOrDefault(id) + 1) };
        var group = Groups[list.Group];
        var isRight = request.Answer == GroupAnswer.Approved && request.IsOpenAt(now) && now < held.Until
            && list.Text == request.Proposal.Subject.Hash && list.Version == group.Key.Plan.Version && IsHeard(from, group)
            && Fits(request.Proposal.Subject, group, now);
        FrostSigning? signing = null;
        if (!isRight || ReadList(group, list.Commitments, held.Nonces.Commitment) is not { } signers || FrostSigning.Sign(
            group.Key.Key, request.Proposal.Subject.Message, signers, group.Share, held.Nonces, out signing) is not { } part)
        {
            _ = held.Nonces.Take();
            return spent.Say(from, id, request.Proposal, GroupAnswer.WrongList) with { Outcome = GroupOutcome.Refused };
        }

        return new(
            spent, [],
            [
                new GroupSend(from, new GroupMessage.Part(list.Group, list.Request, list.Attempt, part)
                {
                    Signing = from == Place.Self ? signing : null,
                }, ByMail: false).Of(list.Version),
            ],
            GroupOutcome.Done);
    }

    /// <summary>Exactly k members, indices rising, this one once with what it has shown, all points valid; null otherwise.</summary>
    private static List<FrostCommitment>? ReadList(StandingGroup group, ImmutableArray<ShownNonces> list, FrostCommitment own)
    {
        if (list.Length != group.Key.Plan.Threshold || list[0].Index < 1 || list[^1].Index > group.Key.Plan.Count
            || list.Zip(list.Skip(1)).Any(pair => pair.First.Index >= pair.Second.Index)
            || !list.Contains(ShownNonces.Of(own)))
        {
            return null;
        }

        var read = list.Select(one => one.Read(own)).OfType<FrostCommitment>().ToList();
        return read.Count == list.Length ? read : null;
    }

    /// <summary>A signature ends a request, whoever brings it: it is checked.</summary>
    private GroupStep Take(GroupMessage.Signature signature, Instant now, RandomBytes random)
    {
        var id = new RequestId(signature.Group, signature.Request);
        if (!Requests.TryGetValue(id, out var request)) return Nothing(GroupOutcome.Unknown);
        if (!request.Signature.IsEmpty) return Nothing(GroupOutcome.Ignored);
        var key = Ed25519PublicKey.Read(Groups[id.Group].Key.Key.Encoded);
        if (!key.Verify(request.Proposal.Subject.Message, signature.Value.AsSpan())) return Nothing(GroupOutcome.Refused);
        var signed = request with { Signature = signature.Value };
        var ended = this with
        {
            Requests = Requests.SetItem(id, signed),
            Nonces = Nonces.Remove(id),
            Attempts = Attempts.Remove(id),
            Rounds = Rounds.TryGetValue(id, out var round) && !round.IsOver ? Rounds.Remove(id) : Rounds,
        };
        if (request.Proposal.Subject is SigningSubject.ChangeShares change)
        {
            var plan = change.Plan with { Change = change.Plan.Change! with { Signature = signature.Value } };
            var begun = ended.BeginChange(plan, request.Proposer == Place.Self, now, random);
            return begun with { Entries = [GroupEntries.Of(id, signed), .. begun.Entries], Outcome = GroupOutcome.Done };
        }

        if (request.Proposal.Subject is not SigningSubject.Revoke revoked || revoked.Draft.IssuedBefore <= Groups[id.Group].FollowedFrom)
            return new(ended, [GroupEntries.Of(id, signed)], [], GroupOutcome.Done);
        // A session key that was taken back is renewed by no policy.
        var group = Groups[id.Group] with { FollowedFrom = revoked.Draft.IssuedBefore };
        return new(
            ended with { Groups = Groups.SetItem(id.Group, group) }, [GroupEntries.Of(id, signed), GroupEntries.Of(group)], [],
            GroupOutcome.Done);
    }
}
