using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.GroupDids;

/// <summary>
/// The coordinator of one signature: gathers approvals over days, and when k who approved are there, nonces and parts of k of
/// them. It holds no secret, and its lies get no signature. In memory only: whoever begins anew asks anew.
/// </summary>
public sealed record SigningRound
{
    private SigningRound(GroupKey key, GroupMessage.Proposal proposal, Instant began) => (Key, Proposal, Began) = (key, proposal, began);

    /// <summary>The group.</summary>
    public GroupKey Key { get; }

    /// <summary>What is to be signed.</summary>
    public GroupMessage.Proposal Proposal { get; }

    /// <summary>When it was begun.</summary>
    internal Instant Began { get; }

    /// <summary>What each member has said.</summary>
    public ImmutableSortedDictionary<int, GroupAnswer> Answers { get; private init; } =
        ImmutableSortedDictionary<int, GroupAnswer>.Empty;

    /// <summary>Members that gave a part that does not fit: they are left out.</summary>
    public ImmutableSortedSet<int> Wrong { get; private init; } = [];

    /// <summary>Members that approved and were not there when they were asked last.</summary>
    public ImmutableSortedSet<int> Silent { get; private init; } = [];

    /// <summary>The signature; empty: there is none yet.</summary>
    public ImmutableArray<byte> Signature { get; private init; } = [];

    /// <summary>Lists that were sent.</summary>
    public int Attempts { get; private init; }

    /// <summary>Those who approved and have not given a wrong part.</summary>
    public IEnumerable<int> Approvers =>
        Answers.Where(pair => pair.Value == GroupAnswer.Approved && !Wrong.Contains(pair.Key)).Select(pair => pair.Key);

    /// <summary>Whether it is over, with a signature or without.</summary>
    public bool IsOver => !Signature.IsEmpty || (Attempt is null && Attempts >= GroupLimits.Attempts);

    private SigningAttempt? Attempt { get; init; }

    /// <summary>When those who were not there are asked again.</summary>
    private Instant AgainAt { get; init; }

    private TimeSpan Pause { get; init; } = GroupLimits.FirstPause;

    private int K => Key.Plan.Threshold;

    /// <summary>Begins one.</summary>
    public static (SigningRound Round, ImmutableArray<GroupSend> Sends) Begin(
        GroupKey key, GroupMessage.Proposal proposal, Instant now)
    {
        ArgumentNullException.ThrowIfNull(key);
        var round = new SigningRound(key, proposal, now) { AgainAt = now + GroupLimits.FirstPause };
        return (round, [.. key.Plan.Members.Select(member => round.To(member, proposal))]);
    }

    /// <summary>A member answers.</summary>
    public (SigningRound Round, ImmutableArray<GroupSend> Sends, GroupOutcome Outcome) Receive(
        int from, GroupMessage message, Instant now, RandomBytes random)
    {
        if (IsOver || now >= Proposal.Until) return (this, [], GroupOutcome.Decided);
        return message switch
        {
            GroupMessage.Answer answer => Take(from, answer, now, random),
            GroupMessage.Nonces nonces => Take(from, nonces, now),
            GroupMessage.Part part => Take(from, part, now, random),
            _ => (this, [], GroupOutcome.OutOfTurn),
        };
    }

    /// <summary>Time has passed: whoever did not answer is left out, and asked again later.</summary>
    public (SigningRound Round, ImmutableArray<GroupSend> Sends) Tick(Instant now, RandomBytes random)
    {
        if (IsOver || now >= Proposal.Until) return (this, []);
        if (Attempt is { } attempt && now - attempt.Since >= GroupLimits.StepPatience)
            return (this with { Attempt = null, Silent = Silent.Union(attempt.Missing) }).TryCall(now, random);
        if (Attempt is not null || AgainAt > now) return (this, []);
        var pause = Pause + Pause < GroupLimits.LastPause ? Pause + Pause : GroupLimits.LastPause;
        var again = this with { AgainAt = now + pause, Pause = pause, Silent = [] };
        var (called, sends) = again.TryCall(now, random);
        return (called, sends.AddRange(Key.Plan.Members
            .Where((_, place) => !IsDecided(place + 1)).Select(member => To(member, Proposal, byMail: false))));
    }

    private GroupSend To(Did member, GroupMessage message, bool byMail = true) =>
        new GroupSend(member, message, byMail).Of(Key.Plan.Version);

    private bool IsDecided(int index) =>
        Answers.GetValueOrDefault(index) is GroupAnswer.Approved or GroupAnswer.Refused or GroupAnswer.WrongRenewal;

    private (SigningRound Round, ImmutableArray<GroupSend> Sends, GroupOutcome Outcome) Take(
        int from, GroupMessage.Answer answer, Instant now, RandomBytes random)
    {
        if (answer.Text != Proposal.Subject.Hash) return (this, [], GroupOutcome.Refused);
        var answered = this with
        {
            Answers = Answers.SetItem(from, answer.Value),
            Silent = answer.Value == GroupAnswer.Approved ? Silent.Remove(from) : Silent,
        };
        // Who was called and will not sign now: the attempt goes on without it.
        if (Attempt is { } attempt && answer.Value != GroupAnswer.Approved && attempt.Called.Contains(from))
            answered = answered with { Attempt = null };
        var (round, sends) = answered.TryCall(now, random);
        return (round, sends, GroupOutcome.Done);
    }

    /// <summary>Asks all who approved and seem to be there for nonces, if they are enough.</summary>
    private (SigningRound Round, ImmutableArray<GroupSend> Sends) TryCall(Instant now, RandomBytes random)
    {
        ImmutableSortedSet<int> called = [.. Approvers.Where(index => !Silent.Contains(index))];
        if (Attempt is not null || Attempts >= GroupLimits.Attempts || called.Count < K) return (this, []);
        var id = SecretId.Draw(random);
        var call = new GroupMessage.Call(Proposal.Group, Proposal.Request, id);
        return (
            this with { Attempt = new(id, now, called) },
            [.. called.Select(index => To(Key.Plan.Members[index - 1], call, byMail: false))]);
    }

    private (SigningRound Round, ImmutableArray<GroupSend> Sends, GroupOutcome Outcome) Take(
        int from, GroupMessage.Nonces nonces, Instant now)
    {
        if (Attempt is not { List.IsEmpty: true } attempt || attempt.Id != nonces.Attempt || !attempt.Called.Contains(from)
            || attempt.Nonces.ContainsKey(from))
        {
            return (this, [], GroupOutcome.OutOfTurn);
        }

        var got = attempt with { Nonces = attempt.Nonces.Add(from, new(from, nonces.Hiding, nonces.Binding)) };
        if (got.Nonces.Count < K) return (this with { Attempt = got }, [], GroupOutcome.Done);
        got = got with { List = [.. got.Nonces.Values], Since = now };
        var list = new GroupMessage.List(
            Proposal.Group, Proposal.Request, got.Id, Proposal.Subject.Hash, [.. got.List.Select(ShownNonces.Of)]);
        return (
            this with { Attempt = got, Attempts = Attempts + 1 },
            [.. got.List.Select(one => To(Key.Plan.Members[one.Index - 1], list, byMail: false))], GroupOutcome.Done);
    }

    private (SigningRound Round, ImmutableArray<GroupSend> Sends, GroupOutcome Outcome) Take(
        int from, GroupMessage.Part part, Instant now, RandomBytes random)
    {
        if (Attempt is not { } attempt || attempt.Id != part.Attempt || !attempt.Missing.Contains(from) || attempt.List.IsEmpty)
            return (this, [], GroupOutcome.OutOfTurn);
        attempt = attempt with { Parts = attempt.Parts.Add(from, part.Value), Signing = part.Signing ?? attempt.Signing };
        if (attempt.Parts.Count < K) return (this with { Attempt = attempt }, [], GroupOutcome.Done);
        return AddUp(attempt, now, random);
    }

    /// <summary>All parts are there. Only where the sum is no signature each part is looked at (RFC 9591, 5.4).</summary>
    private (SigningRound Round, ImmutableArray<GroupSend> Sends, GroupOutcome Outcome) AddUp(
        SigningAttempt attempt, Instant now, RandomBytes random)
    {
        var message = Proposal.Subject.Message;
        var signing = attempt.Signing ?? new FrostSigning(Key.Key, message, attempt.List);
        var signature = signing.Aggregate(attempt.Parts.Values);
        if (Ed25519PublicKey.Read(Key.Key.Encoded).Verify(message, signature))
        {
            var signed = new GroupMessage.Signature(Proposal.Group, Proposal.Request, [.. signature]);
            return (
                this with { Attempt = null, Signature = signed.Value },
                [.. Key.Plan.Members.Select(member => To(member, signed))], GroupOutcome.Done);
        }

        var wrong = attempt.Parts.Where(pair => !signing.Fits(pair.Key, pair.Value, Key.ShareOf(pair.Key))).Select(pair => pair.Key);
        var (round, sends) = (this with { Attempt = null, Wrong = Wrong.Union(wrong) }).TryCall(now, random);
        return (round, sends, GroupOutcome.Done);
    }
}
