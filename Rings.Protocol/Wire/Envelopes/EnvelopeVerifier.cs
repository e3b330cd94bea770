using Rings.Protocol.Identity;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// All that the final node checks of an envelope before anything comes of it (protocol.md, section 3), the cheap and
/// the
/// stateless first:
/// <list type="number">
/// <item>ring, lane, mode, time, destination: comparisons, some ten nanoseconds;</item>
/// <item>replay window, without changing it: one look-up;</item>
/// <item>delegation: one hash and one look-up when known, else the account's signature (50 to 250 µs), at most 50 per
/// second and link and 400 in all;</item>
/// <item>the session key's signature, about 50 µs;</item>
/// <item>replay window, which from now on knows the transaction.</item>
/// </list>
/// </summary>
/// <remarks>
/// Envelopes in mode OWNER touch no replay window: their numbers count per key, of which one node may own many, and
/// their kinds are idempotent. Not for use by several threads at once.
/// </remarks>
/// <param name="self">This node.</param>
/// <param name="ring">The ring.</param>
/// <param name="delegations">Judges delegations.</param>
/// <param name="replays">Knows what was seen.</param>
/// <param name="skew">How far senders' clocks may be ahead: 60 s by default in protocol.md.</param>
public sealed class EnvelopeVerifier(
    Did self, RingId ring, DelegationVerifier delegations, ReplayTable<Did> replays, TimeSpan skew)
{
    /// <summary>Checks an envelope whose route ends here.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="delegationBytes">What <see cref="ReceiverSlots.Accept"/> found for it.</param>
    /// <param name="arrival">How it came.</param>
    /// <param name="ownsTarget">Whether this node owns the target as a key; asked only in mode OWNER.</param>
    /// <param name="verified">Who said it, and what to store before acting on it; meaningful if accepted.</param>
    public EnvelopeVerdict Verify(
        in EnvelopeView envelope, ReadOnlySpan<byte> delegationBytes, in Arrival arrival, bool ownsTarget,
        out VerifiedEnvelope verified)
    {
        verified = default;
        var transaction = envelope.Transaction;
        var isForOwner = envelope.Route.Mode == RouteMode.Owner;
        var verdict = RelayCheck.Head(in envelope, ring, arrival.Lane, arrival.Now, skew);
        if (verdict != EnvelopeVerdict.Accepted) return verdict;
        if (isForOwner ? !ownsTarget : transaction.Destination != self) return EnvelopeVerdict.NotForUs;
        verdict = isForOwner ? EnvelopeVerdict.Accepted : CheckReplay(in transaction, in arrival);
        if (verdict != EnvelopeVerdict.Accepted) return verdict;
        verdict = Authenticate(in envelope, delegationBytes, arrival.Link, arrival.Now, out var delegation);
        if (verdict != EnvelopeVerdict.Accepted) return verdict;
        ReplayMark? mark = null;
        if (!isForOwner)
        {
            replays.Accept(
                transaction.DelegationId, arrival.Lane, transaction.Sequence, transaction.Lifetime.Deadline,
                arrival.Link, arrival.Now, out mark);
        }

        verified = new(delegation!, transaction.Kind.IsIdempotent() ? null : mark);
        return EnvelopeVerdict.Accepted;
    }

    /// <summary>
    /// Checks the delegation and the signature alone: what a relay does with the envelopes that it samples, and with
    /// those for a neighbour that has reported a forgery.
    /// </summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="delegationBytes">What <see cref="ReceiverSlots.Accept"/> found for it.</param>
    /// <param name="link">The neighbour that sent it.</param>
    /// <param name="now">The present.</param>
    /// <param name="delegation">The delegation, if accepted.</param>
    public EnvelopeVerdict Authenticate(
        in EnvelopeView envelope, ReadOnlySpan<byte> delegationBytes, Did link, Instant now, out Delegation? delegation)
    {
        var known = delegations.Check(delegationBytes, link, now, out delegation);
        if (known == DelegationVerdict.Busy) return EnvelopeVerdict.Busy;
        if (known != DelegationVerdict.Valid || delegation!.Id != envelope.Transaction.DelegationId)
            return EnvelopeVerdict.BadDelegation;
        return delegation.Verify(SignaturePurpose.Transaction, envelope.Transaction.Bytes, envelope.Signature)
            ? EnvelopeVerdict.Accepted
            : EnvelopeVerdict.Forged;
    }

    private EnvelopeVerdict CheckReplay(in TransactionView transaction, in Arrival arrival) => replays.Check(
        transaction.DelegationId, arrival.Lane, transaction.Sequence, arrival.Link, arrival.Now) switch
    {
        ReplayVerdict.New => EnvelopeVerdict.Accepted,
        ReplayVerdict.Seen => EnvelopeVerdict.Replayed,
        _ => EnvelopeVerdict.Busy,
    };
}
