using Rings.Protocol.Identity;
using Rings.Protocol.Limits;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// Where messages end: all that a node checks of an envelope whose route has arrived, before anything comes of it
/// (protocol.md, section 3.5, steps 4 to 9), the cheap first:
/// <list type="number">
/// <item>replay window, without changing it: one look-up;</item>
/// <item>delegation: one hash and one look-up when known, else the account's signature (50 to 250 µs);</item>
/// <item>the session key's signature, about 50 µs;</item>
/// <item>replay window, which from now on knows the transaction;</item>
/// <item>the rate of its origin.</item>
/// </list>
/// Ring, lane, mode, time and target were checked by <see cref="InboundLink"/>.
/// </summary>
/// <remarks>
/// One for a node, used by all its links at once: a lock guards windows and rates and is held for one look-up,
/// signatures are verified outside it. Envelopes in mode OWNER touch no replay window: their numbers count per key, of
/// which one node may own many, and their kinds are idempotent.
/// </remarks>
/// <param name="self">This node.</param>
/// <param name="ring">The ring.</param>
/// <param name="budget">What the links share.</param>
/// <param name="limits">The bounds.</param>
internal sealed class Destination(Did self, RingId ring, NodeBudget budget, DestinationLimits limits)
{
    private readonly Lock _gate = new();
    private readonly ReplayTable<Did> _replays = new(limits.Replay);

    private readonly KeyedRateLimit<Did> _messages =
        new(limits.OriginMessagesPerSecond, limits.OriginMessagesBurst, limits.Origins);

    private readonly KeyedRateLimit<Did> _bytes =
        new(limits.OriginBytesPerSecond, limits.OriginBytesPerSecond, limits.Origins);

    private readonly KeyedRateLimit<Did> _paths =
        new(limits.OriginPathsPerSecond, 4 * limits.OriginPathsPerSecond, limits.Origins);

    /// <summary>This node.</summary>
    public Did Self => self;

    /// <summary>The ring.</summary>
    public RingId Ring => ring;

    /// <summary>What the links share.</summary>
    public NodeBudget Budget => budget;

    /// <summary>Replay windows held now.</summary>
    public int Windows
    {
        get
        {
            lock (_gate) return _replays.Count;
        }
    }

    /// <summary>Takes back a mark that was stored before a restart.</summary>
    public void Restore(in ReplayMark mark, Instant now)
    {
        lock (_gate) _replays.Restore(mark, now);
    }

    /// <summary>Checks an envelope whose route ends here.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="delegationBytes">What <see cref="ReceiverSlots.Accept"/> found for it.</param>
    /// <param name="arrival">How it came.</param>
    /// <param name="verified">Who said it, and what to store before acting on it. There is an origin if it is
    /// accepted, or beyond the origin's rate.</param>
    public EnvelopeVerdict Receive(
        in EnvelopeView envelope, ReadOnlySpan<byte> delegationBytes, in Arrival arrival, out VerifiedEnvelope verified)
    {
        verified = default;
        var hasWindow = envelope.Route.Mode != RouteMode.Owner;
        var transaction = envelope.Transaction;
        var verdict = hasWindow ? Look(in transaction, in arrival) : EnvelopeVerdict.Accepted;
        if (verdict != EnvelopeVerdict.Accepted) return verdict;
        verdict = Authenticate(in envelope, delegationBytes, arrival.Link, arrival.Now, out var delegation);
        if (verdict != EnvelopeVerdict.Accepted) return verdict;
        verified = new(delegation!, null);
        lock (_gate)
        {
            if (!hasWindow) return Rate(in envelope, delegation!.Account, in arrival);
            verdict = Judge(_replays.Accept(
                transaction.DelegationId, arrival.Lane, transaction.Sequence, transaction.Lifetime.Deadline,
                arrival.Link, arrival.Now, out var mark));
            if (verdict != EnvelopeVerdict.Accepted) return verdict;
            if (!transaction.Kind.IsIdempotent()) verified = new(delegation!, mark);
            return Rate(in envelope, delegation!.Account, in arrival);
        }
    }

    /// <summary>
    /// Checks the delegation and the signature only: what a relay does with the envelopes that it samples, with those
    /// for a neighbour that has reported a forgery, and before it answers that a route has ended.
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="delegationBytes">What <see cref="ReceiverSlots.Accept"/> found for it.</param>
    /// <param name="link">The neighbour that brought it.</param>
    /// <param name="now">The present.</param>
    /// <param name="delegation">The delegation, if accepted.</param>
    public EnvelopeVerdict Authenticate(
        in EnvelopeView envelope, ReadOnlySpan<byte> delegationBytes, Did link, Instant now, out Delegation? delegation)
    {
        delegation = null;
        if (!budget.Verifications.TryTake(link, now)) return EnvelopeVerdict.OverRate;
        var known = budget.Delegations.Check(delegationBytes, link, now, out delegation);
        if (known != DelegationVerdict.Valid) return Judge(known);
        if (delegation!.Verify(SignaturePurpose.Transaction, envelope.Transaction.Bytes, envelope.Signature))
            return EnvelopeVerdict.Accepted;
        delegation = null;
        return EnvelopeVerdict.Forged;
    }

    private EnvelopeVerdict Look(in TransactionView transaction, in Arrival arrival)
    {
        lock (_gate)
        {
            return Judge(_replays.Check(
                transaction.DelegationId, arrival.Lane, transaction.Sequence, arrival.Link, arrival.Now));
        }
    }

    /// <summary>
    /// The origin's rate. Answers were asked for; control, streams, and what a neighbour says about records have
    /// bounds of their own.
    /// </summary>
    private EnvelopeVerdict Rate(in EnvelopeView envelope, Did origin, in Arrival arrival)
    {
        if (envelope.Transaction.Kind == Kind.Path)
            return _paths.TryTake(origin, arrival.Now) ? EnvelopeVerdict.Accepted : EnvelopeVerdict.OriginOverRate;
        if (envelope.Transaction.ReplyTo is not null || arrival.Lane is Lane.Control or Lane.Stream)
            return EnvelopeVerdict.Accepted;
        if (envelope.Transaction.Kind == Kind.Storage && arrival.Link == origin) return EnvelopeVerdict.Accepted;
        return _messages.TryTake(origin, arrival.Now) && _bytes.TryTake(origin, arrival.Now, envelope.Frame.Length)
            ? EnvelopeVerdict.Accepted
            : EnvelopeVerdict.OriginOverRate;
    }

    private static EnvelopeVerdict Judge(ReplayVerdict verdict) => verdict switch
    {
        ReplayVerdict.New => EnvelopeVerdict.Accepted,
        ReplayVerdict.Seen => EnvelopeVerdict.Replayed,
        _ => EnvelopeVerdict.NoWindow,
    };

    /// <summary>
    /// A delegation that nobody can have taken for a valid one is a forgery; whether one is in force, nodes may see
    /// differently.
    /// </summary>
    private static EnvelopeVerdict Judge(DelegationVerdict verdict) => verdict switch
    {
        DelegationVerdict.Busy => EnvelopeVerdict.Busy,
        DelegationVerdict.Forged or DelegationVerdict.Malformed => EnvelopeVerdict.Forged,
        _ => EnvelopeVerdict.BadDelegation,
    };
}
