using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// One side of one swap, pure: messages, time and what the chains say come in, and what is to be kept and done goes out. What a peer
/// says about a chain changes nothing.
/// </summary>
/// <remarks>Times are Unix seconds. What lies on the disk is said by <see cref="SwapJournal"/>; the rest is asked again after a start.</remarks>
public abstract record SwapSide
{
    /// <param name="terms">What was offered, and agreed.</param>
    /// <param name="secrets">This side's.</param>
    /// <param name="bounds">What it holds to.</param>
    private protected SwapSide(SwapTerms terms, SwapSecrets secrets, SwapBounds bounds) =>
        (Terms, Secrets, Bounds) = (terms, secrets, bounds);

    /// <summary>What was offered, and agreed.</summary>
    public SwapTerms Terms { get; init; }

    /// <summary>How far it is, as it lies on the disk.</summary>
    public SwapStage Stage { get; init; } = SwapStage.Proposed;

    /// <summary>When that stage began.</summary>
    public long Since { get; init; }

    /// <summary>When the swap began.</summary>
    public long Begun { get; init; }

    /// <summary>What the taker learned; null: nothing yet.</summary>
    internal Bytes32? Learned { get; init; }

    /// <summary>What leg 1's chain said last; null: not asked since the start.</summary>
    public ChainFact? FirstFact { get; init; }

    /// <summary>What leg 2's chain said last.</summary>
    public ChainFact? SecondFact { get; init; }

    /// <summary>How far the peer says to be: for people only.</summary>
    public SwapMessage.Note? PeerNote { get; init; }

    /// <summary>Why it does not go on for now, or why it was abandoned; null: nothing.</summary>
    public SwapRefusal? Trouble { get; init; }

    /// <summary>Who this node is.</summary>
    public abstract SwapRole Role { get; }

    /// <summary>The other side.</summary>
    public Did Peer => Role == SwapRole.Offerer ? Terms.Taker : Terms.Offerer;

    /// <summary>The swap's name.</summary>
    public SecretId Id => Terms.Offer.Id;

    /// <summary>The leg that this side locks.</summary>
    public LegSide Own => Role == SwapRole.Offerer ? LegSide.First : LegSide.Second;

    /// <summary>The leg that this side claims.</summary>
    public LegSide Other => Role == SwapRole.Offerer ? LegSide.Second : LegSide.First;

    /// <summary>Whether it is over.</summary>
    public bool HasEnded => Stage >= SwapStage.Done;

    /// <summary>Whether its chains are looked at.</summary>
    public bool IsWatching => Stage is > SwapStage.Proposed and < SwapStage.Done;

    /// <summary>How far it is, with what the chains said last: for people.</summary>
    public abstract SwapStage Shown { get; }

    /// <summary>Until when this side's next step is safe, Unix seconds; 0: it has none.</summary>
    public abstract long LastSafe { get; }

    /// <summary>Whether this side's refund was broadcast, and its chain has not said otherwise.</summary>
    internal bool IsRefundSent => Refunds.Count > 0 || OwnFact?.Spend?.Kind == SpendKind.Refund;

    /// <summary>What this side holds to.</summary>
    internal SwapBounds Bounds { get; init; }

    /// <summary>This side's secrets.</summary>
    internal SwapSecrets Secrets { get; init; }

    internal Attempts Opening { get; init; }

    internal Attempts Claims { get; init; }

    internal Attempts Refunds { get; init; }

    internal bool IsChecking { get; init; }

    internal long Asked { get; init; }

    internal bool IsAlarmed { get; init; }

    /// <summary>What this side's own leg's chain said last.</summary>
    internal ChainFact? OwnFact => FactOf(Own);

    /// <summary>What the chain of the leg that it claims said last.</summary>
    internal ChainFact? OtherFact => FactOf(Other);

    /// <summary>Whether a preimage that opens the locks was seen on a chain.</summary>
    internal Bytes32? SeenPreimage => Opens(FirstFact?.Preimage) ?? Opens(SecondFact?.Preimage);

    /// <summary>Nothing secret.</summary>
    public sealed override string ToString() => $"{Role} {Terms} {Stage}";

    /// <summary>What a peer says.</summary>
    internal virtual SwapStep Receive(SwapMessage message, long now) => message switch
    {
        SwapMessage.Cancel cancel when Stage is SwapStage.Proposed or SwapStage.Agreed =>
            (this with { Trouble = new(cancel.Reason, "peer", "another offer") }).Move(SwapStage.Abandoned, now),
        SwapMessage.Note note when !HasEnded => new(this with { PeerNote = note }, false, []),
        _ => Nothing,
    };

    /// <summary>What both chains say before money goes, as <see cref="SwapEffect.Check"/> asked.</summary>
    /// <param name="first">Of leg 1; null: its chain is silent.</param>
    /// <param name="second">Of leg 2.</param>
    /// <param name="now">The clock.</param>
    internal abstract SwapStep Checked(LegCheck? first, LegCheck? second, long now);

    /// <summary>Time has passed.</summary>
    internal SwapStep Tick(long now) => HasEnded ? Nothing : Decide(now);

    /// <summary>What a chain says of one of the locks.</summary>
    internal SwapStep Saw(LegSide side, ChainFact fact, long now)
    {
        if (HasEnded) return Nothing;
        return (side == LegSide.First ? this with { FirstFact = fact } : this with { SecondFact = fact }).Decide(now);
    }

    /// <summary>What became of a broadcast.</summary>
    internal virtual SwapStep Sent(LegSide side, ChainAction action, BroadcastResult result, long now)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(result);
        var effects = ImmutableArray<SwapEffect>.Empty;
        if (action is ChainAction.Open && result.Outcome == BroadcastOutcome.Sent)
            effects = [new SwapEffect.Send(new SwapMessage.Note(Id, Stage, Hint(result.TransactionId)))];
        if (result.Outcome is BroadcastOutcome.NoMoney or BroadcastOutcome.Refused)
        {
            effects = effects.Add(new SwapEffect.Alarm(
                $"{action.GetType().Name} on {action.Terms.Chain} was not taken: {result.Detail ?? result.Outcome.ToString()}"));
        }

        return new(this, false, effects);
    }

    /// <summary>This side's person does not want it; only before it has locked.</summary>
    internal SwapStep Decline(long now) => Stage is SwapStage.Proposed or SwapStage.Agreed
        ? Abandon(new(SwapFault.Declined, "offer", "another one"), now)
        : Nothing;

    /// <summary>A person wants this side's own money back, though it could still be claimed.</summary>
    /// <returns>The step; what the chain does not take yet is refused by it.</returns>
    internal SwapStep RefundNow()
    {
        if (OwnFact is not { Spend: null } own || own.LockDepth < 0 || !IsPast(Own, own.Tip, 0)) return Nothing;
        return new(this with { Refunds = Refunds.After(own.Tip) }, false, [Refund(own)]);
    }

    /// <summary>What follows from what is known.</summary>
    internal abstract SwapStep Decide(long now);

    /// <summary>Leg 2 is locked only while more than this is left until T2, in seconds.</summary>
    internal long LockLead => Bounds.Times.LockLead(Terms.Second.Kind, Bounds.Second.Confirming(Terms.Second.Confirmations));

    /// <summary>Nothing follows.</summary>
    internal SwapStep Nothing => new(this, false, []);

    /// <summary>What a chain said last.</summary>
    internal ChainFact? FactOf(LegSide side) => side == LegSide.First ? FirstFact : SecondFact;

    /// <summary>Another stage, that is kept.</summary>
    internal SwapStep Move(SwapStage stage, long now, params ImmutableArray<SwapEffect> effects) =>
        new(this with { Stage = stage, Since = now, IsChecking = false, IsAlarmed = false }, true, effects);

    /// <summary>It is over before anything of this side was locked.</summary>
    internal SwapStep Abandon(SwapRefusal why, long now) =>
        (this with { Trouble = why }).Move(SwapStage.Abandoned, now, new SwapEffect.Send(new SwapMessage.Cancel(Id, why.Fault)));

    /// <summary>
    /// This side's lock was sent and did not come in time. While it may still come it is looked for, and taken back where it does;
    /// once it is certain that it never will, nothing was locked.
    /// </summary>
    internal SwapStep Never(string field, string allowed, long now) => OwnFact!.RuledOut < Bounds.Of(Own).Deep
        ? new(this with { Trouble = new(SwapFault.TooLate, field, Awaited) }, false, [])
        : (this with { Trouble = new(SwapFault.TooLate, field, allowed) }).Move(SwapStage.Abandoned, now);

    /// <summary>Whether a lock is as deep as was agreed, and nothing has taken it.</summary>
    internal bool IsConfirmed(LegSide side) =>
        FactOf(side) is { Spend: null, IsLockFinal: true } fact && fact.LockDepth >= Terms.Leg(side).Confirmations;

    /// <summary>Whether a lock's money has gone this way, and so deep that it stays.</summary>
    internal bool IsSettled(LegSide side, SpendKind kind) =>
        FactOf(side)?.Spend is { IsFinal: true } spend && spend.Kind == kind
        && spend.Depth >= Math.Max(Bounds.Of(side).Deep, Terms.Leg(side).Confirmations);

    /// <summary>Where lateness would lose: the later of the clock and a chain's.</summary>
    internal static long Late(long now, ChainTip tip) => Math.Max(now, tip.MedianTime);

    /// <summary>Whether a lock can be taken back by a transaction of the next block.</summary>
    internal bool IsPast(LegSide side, ChainTip tip, long now) => Terms.Leg(side).Kind == ChainKind.Utxo
        ? tip.MedianTime > Terms.Deadline(side)
        : Late(now, tip) >= Terms.Deadline(side);

    /// <summary>The own leg's outcome where it is settled; null: it is not over.</summary>
    internal SwapStage? Outcome()
    {
        if (IsSettled(Other, SpendKind.Claim)) return SwapStage.Done;
        if (IsSettled(Own, SpendKind.Refund)) return SwapStage.Refunded;
        return IsSettled(Own, SpendKind.Claim) && IsSettled(Other, SpendKind.Refund) ? SwapStage.Lost : null;
    }

    /// <summary>Takes the own money back where its time has come, at each block until it is deep.</summary>
    internal (SwapSide State, ImmutableArray<SwapEffect> Effects) RefundOwn(long now)
    {
        if (OwnFact is not { LockDepth: >= 0 } own || own.Spend is { Depth: > 0 }) return (this, []);
        // What was to be gained for it is in a block: only if that vanishes is the own money fetched.
        if (OtherFact?.Spend is { Kind: SpendKind.Claim, Depth: > 0 }) return (this, []);
        if (!IsPast(Own, own.Tip, now) || !Refunds.IsDue(own.Tip)) return (this, []);
        return (this with { Refunds = Refunds.After(own.Tip) }, [Refund(own)]);
    }

    /// <summary>Claims the other leg, at each block until it is deep.</summary>
    internal (SwapSide State, ImmutableArray<SwapEffect> Effects) ClaimOther(Bytes32 preimage, long now)
    {
        if (OtherFact is not { LockDepth: >= 0 } other || other.Spend is { Depth: > 0 } || !Claims.IsDue(other.Tip)) return (this, []);
        var isUrgent = Terms.Deadline(Other) - Late(now, other.Tip) <= Bounds.Times.Urgent;
        var claim = new ChainAction.Claim(
            Terms.Lock(Other), Terms.Leg(Other).MaxFee, Claims.Count, preimage, Secrets.ClaimKey, isUrgent);
        return (this with { Claims = Claims.After(other.Tip) }, [new SwapEffect.Broadcast(Other, claim)]);
    }

    /// <summary>Locks the own leg for the first time, where both chains say that it may be; a clock that is off is waited for.</summary>
    internal SwapStep LockOwn(SwapStage stage, LegCheck first, LegCheck second, long now)
    {
        var refusal = SwapRules.JudgeMoney(Terms, Role, first, second, now);
        if (refusal?.Fault == SwapFault.ClockOff) return new(this with { Trouble = refusal }, false, []);
        if (refusal is not null) return Abandon(refusal, now);
        var (opened, effects) = (this with { Trouble = null }).OpenOwn((Own == LegSide.First ? first : second).Tip);
        return opened.Move(stage, now, effects);
    }

    /// <summary>Locks the own leg, at each block that has not got it.</summary>
    internal (SwapSide State, ImmutableArray<SwapEffect> Effects) OpenOwn(ChainTip tip)
    {
        if (!Opening.IsDue(tip)) return (this, []);
        var open = new ChainAction.Open(Terms.Lock(Own), Terms.Leg(Own).MaxFee, Opening.Count);
        return (this with { Opening = Opening.After(tip) }, [new SwapEffect.Broadcast(Own, open)]);
    }

    /// <summary>Says once when half of the time for the next step is over.</summary>
    internal static SwapStep WithAlarm(SwapStep step, long now)
    {
        ArgumentNullException.ThrowIfNull(step);
        var state = step.State;
        if (state.IsAlarmed || state.LastSafe == 0 || now < state.Since + ((state.LastSafe - state.Since) / 2)) return step;
        return step with
        {
            State = state with { IsAlarmed = true },
            Effects = step.Effects.Add(new SwapEffect.Alarm(
                $"half of the time is over for a swap that is {state.Shown}: its last safe moment is {state.LastSafe}")),
        };
    }

    private const string Awaited = "the lock in a block, to take it back, or another spend of its coins there";

    private Bytes32? Opens(Bytes32? seen) => seen is { } preimage && SwapSecrets.HashOf(preimage) == Terms.Offer.Hash ? seen : null;

    private SwapEffect.Broadcast Refund(ChainFact own) => new(Own, new ChainAction.Refund(
        Terms.Lock(Own), Terms.Leg(Own).MaxFee, Refunds.Count, Secrets.RefundKey));

    private static string Hint(string? transaction) =>
        transaction is { Length: <= SwapLimits.TransactionId } && transaction.All(char.IsAsciiLetterOrDigit) ? transaction : "";
}
