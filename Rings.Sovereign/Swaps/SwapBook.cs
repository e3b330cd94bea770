using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Swaps;

/// <summary>All swaps of one node, pure: who may open how many, which ids, hashes and keys were used, and to which swap an input goes.</summary>
public sealed record SwapBook
{
    private readonly byte[] _key;

    private SwapBook(SecretPlace place, byte[] key, SwapPolicy policy) => (Place, _key, Policy) = (place, key, policy);

    /// <summary>The ring and this node's Did.</summary>
    public SecretPlace Place { get; }

    /// <summary>What its operator allows and demands.</summary>
    internal SwapPolicy Policy { get; }

    /// <summary>All of them, the ended ones too.</summary>
    public ImmutableDictionary<SecretId, SwapSide> Swaps { get; private init; } = ImmutableDictionary<SecretId, SwapSide>.Empty;

    /// <summary>Entries that cannot be used: altered, or of a chain that is not configured any more.</summary>
    public int Unusable { get; private init; }

    /// <summary>Those that are not over.</summary>
    public IEnumerable<SwapSide> Open => Swaps.Values.Where(swap => !swap.HasEnded);

    /// <summary>The book as it lies on the disk.</summary>
    /// <param name="place">The ring and this node's Did.</param>
    /// <param name="key">The 32 bytes of <c>swap.key</c>.</param>
    /// <param name="policy">What the operator allows and demands.</param>
    /// <param name="entries">What was read.</param>
    internal static SwapBook Load(SecretPlace place, byte[] key, SwapPolicy policy, IEnumerable<SecretEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(entries);
        var book = new SwapBook(place, key, policy);
        foreach (var entry in entries.Where(entry => entry.Kind == SecretEntryKind.Swap))
        {
            try
            {
                var side = SwapJournal.Read(
                    place, key, offer => policy.BoundsOf(offer.Give.Chain, offer.Take.Chain), entry.Value);
                book = book with { Swaps = book.Swaps.SetItem(side.Id, side) };
            }
            catch (ProtocolException)
            {
                book = book with { Unusable = book.Unusable + 1 };
            }
        }

        return book;
    }

    /// <summary>This side's secrets of a swap that it is to offer or to accept.</summary>
    internal SwapSecrets SecretsOf(SecretId id, SwapRole role, Did peer) => SwapSecrets.Of(_key, id, role, peer);

    /// <summary>The offer that an order makes: with the soonest times at which both sides are safe, and as long again as it is valid.</summary>
    /// <param name="order">What is wanted, of chains that are configured.</param>
    /// <param name="id">The swap's new name.</param>
    /// <param name="refundTo">Of <see cref="SecretsOf"/>, on the chain of what is given.</param>
    /// <param name="claimTo">On the chain of what is got.</param>
    /// <param name="now">The clock, Unix seconds.</param>
    internal SwapMessage.Offer Draft(SwapOrder order, SecretId id, ChainPlace refundTo, ChainPlace claimTo, long now)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (give, take) = (Policy.Chains[order.Give], Policy.Chains[order.Take]);
        var preimage = SecretsOf(id, SwapRole.Offerer, order.To).Preimage!.Value;
        var offer = new SwapMessage.Offer(
            id,
            new(
                order.Give, give.Identity.Genesis, give.Identity.Asset, order.GiveAmount, refundTo, ChainPlace.None, 0,
                give.Policy.MaxFee, give.Identity.Contract),
            new(
                order.Take, take.Identity.Genesis, take.Identity.Asset, order.TakeAmount, ChainPlace.None, claimTo,
                take.Policy.Confirmations, take.Policy.MaxFee, take.Identity.Contract),
            0, 0, SwapSecrets.HashOf(preimage), (now + order.ValidSeconds) * 1000);
        // What is accepted in the last second has to be locked in time, too.
        var t2 = now + order.ValidSeconds + SwapRules.Lead(BoundsOf(offer), offer) + Policy.Times.Inclusion + 1;
        return offer with { T1 = t2 + Policy.Times.Gap + 1, T2 = t2 };
    }

    /// <summary>Offers a swap; the terms and both chains were asked, and the places are of <see cref="SecretsOf"/>.</summary>
    /// <param name="to">To whom.</param>
    /// <param name="offer">What.</param>
    /// <param name="first">What leg 1's chain says.</param>
    /// <param name="second">What leg 2's chain says.</param>
    /// <param name="now">The clock, Unix seconds.</param>
    internal SwapBookStep Offer(Did to, SwapMessage.Offer offer, LegCheck first, LegCheck second, long now)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var terms = new SwapTerms(Place.Ring, Place.Self, to, offer, null);
        var refusal = JudgeRoom(to) ?? SwapRules.JudgeTerms(Policy, offer, now)
            ?? SwapRules.JudgeMoney(terms, SwapRole.Offerer, first, second, now) ?? JudgeReuse(offer);
        if (refusal is not null) return Refused(refusal);
        var side = new SwapOfferer(terms, SecretsOf(offer.Id, SwapRole.Offerer, to), BoundsOf(offer))
        {
            Begun = now,
            Since = now,
            Asked = now,
        };
        return Take(new(side, true, [new SwapEffect.Send(offer)]));
    }

    /// <summary>What a peer says.</summary>
    internal SwapBookStep Receive(Did from, SwapMessage message, long now)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Swaps.GetValueOrDefault(message.Id) is { } swap)
        {
            if (swap.Peer != from) return Refused(new(SwapFault.Unknown, "id", "one of your swaps"));
            return message is SwapMessage.Accept accept && swap is SwapOfferer { Stage: SwapStage.Proposed }
                && JudgeKeys(swap, accept) is { } reused
                ? Take(swap.Abandon(reused, now))
                : Take(swap.Receive(message, now));
        }

        if (message is not SwapMessage.Offer offer) return Refused(new(SwapFault.Unknown, "id", "one of your swaps"));
        if ((JudgeRoom(from) ?? SwapRules.JudgeTerms(Policy, offer, now) ?? JudgeReuse(offer)) is { } refusal)
            return Refused(refusal) with { Sends = [(from, new SwapMessage.Cancel(offer.Id, refusal.Fault))] };
        var side = new SwapTaker(
            new(Place.Ring, from, Place.Self, offer, null), SecretsOf(offer.Id, SwapRole.Taker, from), BoundsOf(offer))
        {
            Begun = now,
            Since = now,
        };
        // An offer that nobody accepted is no loss: it is sent again.
        return Take(new(side, false, []));
    }

    /// <summary>This node's person accepts an offer; both chains were asked.</summary>
    /// <param name="id">Which.</param>
    /// <param name="accept">What this side fills in, its hash too.</param>
    /// <param name="first">What leg 1's chain says.</param>
    /// <param name="second">What leg 2's chain says.</param>
    /// <param name="now">The clock, Unix seconds.</param>
    internal SwapBookStep Accept(SecretId id, SwapMessage.Accept accept, LegCheck first, LegCheck second, long now)
    {
        ArgumentNullException.ThrowIfNull(accept);
        if (Swaps.GetValueOrDefault(id) is not SwapTaker swap) return Refused(new(SwapFault.Unknown, "id", "an offer"));
        if (swap.Stage != SwapStage.Proposed) return Refused(new(SwapFault.OutOfTurn, "id", "an offer that was not accepted"));
        var terms = swap.Terms with { Accept = accept };
        var refusal = SwapRules.JudgeTerms(Policy, swap.Terms.Offer, now) ?? SwapRules.JudgeAccept(swap.Terms, accept)
            ?? JudgeKeys(swap, accept)
            ?? (accept.GiveConfirmations < swap.Bounds.First.Confirmations
                ? new SwapRefusal(SwapFault.TooFewConfirmations, "give_confirmations", $"{swap.Bounds.First.Confirmations}")
                : null)
            ?? SwapRules.JudgeMoney(terms, SwapRole.Taker, first, second, now);
        return refusal is null ? Take(swap.Agree(accept, now)) : Refused(refusal);
    }

    /// <summary>This node's person does not want a swap; only before this side has locked.</summary>
    internal SwapBookStep Decline(SecretId id, long now) => Swaps.GetValueOrDefault(id) switch
    {
        null => Refused(new(SwapFault.Unknown, "id", "one of this node's swaps")),
        { Stage: SwapStage.Proposed or SwapStage.Agreed } swap => Take(swap.Decline(now)),
        _ => Refused(new(SwapFault.OutOfTurn, "id", "a swap in which this side has locked nothing")),
    };

    /// <summary>An input for one swap; nothing where it is not there any more.</summary>
    internal SwapBookStep With(SecretId id, Func<SwapSide, SwapStep> input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Swaps.GetValueOrDefault(id) is { } swap ? Take(input(swap)) : Refused(new(SwapFault.Unknown, "id", "one of this node's swaps"));
    }

    private static SwapBookStep Nothing(SwapBook book) => new(book, [], [], [], null);

    private SwapBookStep Refused(SwapRefusal refusal) => Nothing(this) with { Refusal = refusal };

    private SwapBounds BoundsOf(SwapMessage.Offer offer) => Policy.BoundsOf(offer.Give.Chain, offer.Take.Chain)!;

    private SwapRefusal? JudgeRoom(Did peer)
    {
        if (Open.Count() >= SwapLimits.Open) return new(SwapFault.Full, "id", $"{SwapLimits.Open} open swaps");
        return Open.Count(swap => swap.Peer == peer) >= SwapLimits.OpenPerPeer
            ? new(SwapFault.FullOfPeer, "id", $"{SwapLimits.OpenPerPeer} open swaps with one peer")
            : null;
    }

    private SwapRefusal? JudgeReuse(SwapMessage.Offer offer)
    {
        if (Swaps.ContainsKey(offer.Id)) return new(SwapFault.Reused, "id", "16 new random bytes");
        if (Swaps.Values.Any(known => known.Terms.Offer.Hash == offer.Hash))
            return new(SwapFault.Reused, "hash", "the hash of a new preimage");
        return JudgeKeys(Swaps.Values.SelectMany(KeysOf), KeysOf(offer));
    }

    /// <summary>The keys that a taker fills in, against those of all other swaps and of the offer itself.</summary>
    private SwapRefusal? JudgeKeys(SwapSide swap, SwapMessage.Accept accept)
    {
        var offer = swap.Terms.Offer;
        var known = Swaps.Values.Where(other => other.Id != swap.Id).SelectMany(KeysOf);
        return JudgeKeys([.. known, .. KeysOf(offer)], KeysOf(offer, accept));
    }

    private static SwapRefusal? JudgeKeys(
        IEnumerable<(string Field, ChainPlace Key)> known, IEnumerable<(string Field, ChainPlace Key)> named)
    {
        var used = known.Select(one => one.Key).ToHashSet();
        foreach (var (field, key) in named)
            if (!used.Add(key)) return new(SwapFault.Reused, field, "a key of this swap alone");
        return null;
    }

    /// <summary>Each key of a UTXO chain is of one swap, and in one place of it; an EVM account may be in many.</summary>
    private static IEnumerable<(string Field, ChainPlace Key)> KeysOf(SwapSide swap) =>
        swap.Terms is { Accept: { } accept, Offer: var offer } ? [.. KeysOf(offer), .. KeysOf(offer, accept)] : KeysOf(swap.Terms.Offer);

    private static IEnumerable<(string Field, ChainPlace Key)> KeysOf(SwapMessage.Offer offer)
    {
        if (offer.Give.Kind == ChainKind.Utxo) yield return ("give.refund_to", offer.Give.RefundTo);
        if (offer.Take.Kind == ChainKind.Utxo) yield return ("take.claim_to", offer.Take.ClaimTo);
    }

    private static IEnumerable<(string Field, ChainPlace Key)> KeysOf(SwapMessage.Offer offer, SwapMessage.Accept accept)
    {
        if (offer.Give.Kind == ChainKind.Utxo) yield return ("give_claim_to", accept.GiveClaimTo);
        if (offer.Take.Kind == ChainKind.Utxo) yield return ("take_refund_to", accept.TakeRefundTo);
    }

    private SwapBookStep Take(SwapStep step)
    {
        var (id, state) = (step.State.Id, step.State);
        var swaps = Swaps.SetItem(id, state);
        var entries = ImmutableArray.CreateBuilder<SecretEntry>();
        // An offer that was never accepted leaves nothing behind: neither money nor keys were in it.
        if (state is SwapTaker { HasEnded: true, Terms.Accept: null }) swaps = swaps.Remove(id);
        else if (step.IsKept) entries.Add(SwapJournal.Entry(state));
        if (state.HasEnded && swaps.Values.Where(swap => swap.HasEnded).ToList() is { Count: > SwapLimits.Ended } ended)
        {
            var oldest = ended.MinBy(swap => swap.Since)!;
            swaps = swaps.Remove(oldest.Id);
            entries.Add(new(SecretEntryKind.Swap, oldest.Id.ToByteArray(), null));
        }

        return new(
            this with { Swaps = swaps }, entries.ToImmutable(),
            [.. step.Effects.OfType<SwapEffect.Send>().Select(send => (state.Peer, send.Message))],
            [.. step.Effects.Where(effect => effect is not SwapEffect.Send).Select(effect => (id, effect))], null);
    }
}
