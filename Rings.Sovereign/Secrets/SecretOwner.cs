using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>
/// An owner: splits secrets, deals them anew, and lets older versions end only when enough guardians keep the new one, so
/// that at every moment k good shares of one version lie at honest guardians (docs/protocol/11-secrets.md, 11.2).
/// </summary>
/// <remarks>Pure and immutable: each input gives a <see cref="SecretStep{TState}"/>.</remarks>
public sealed partial record SecretOwner
{
    private const int MaxAlarms = 64;

    private SecretOwner(SecretPlace place) => Place = place;

    /// <summary>Where it stands.</summary>
    public SecretPlace Place { get; }

    /// <summary>Its secrets.</summary>
    public ImmutableDictionary<SecretId, OwnSecret> Secrets { get; private init; } =
        ImmutableDictionary<SecretId, OwnSecret>.Empty;

    /// <summary>How many keepers a version needs before older ones end; the search looks at other rules, too.</summary>
    internal Func<OwnVersion, int> KeepersNeeded { get; init; } = static version => version.KeepersNeeded;

    private ImmutableDictionary<SecretId, Retry> Retries { get; init; } = ImmutableDictionary<SecretId, Retry>.Empty;

    /// <summary>An owner of nothing yet.</summary>
    public static SecretOwner New(SecretPlace place) => new(place);

    /// <summary>Splits the account's own key.</summary>
    /// <param name="id">The secret's name, drawn for it.</param>
    /// <param name="label">What the owner calls it.</param>
    /// <param name="key">The account's key, as the number that it is.</param>
    /// <param name="order">Among whom.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For the polynomial.</param>
    public SecretStep<SecretOwner> SplitKey(
        SecretId id, string label, Secp256k1Scalar key, SplitOrder order, Instant now, RandomBytes random) =>
        Deal(id, new OwnSecret(label, SecretMode.Key), key, order, now, random);

    /// <summary>Seals a payload under a new number and splits that.</summary>
    /// <param name="id">The secret's name, drawn for it.</param>
    /// <param name="label">What the owner calls it.</param>
    /// <param name="payload">1 byte to 12 KiB.</param>
    /// <param name="order">Among whom.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For number and polynomial.</param>
    public SecretStep<SecretOwner> SplitSealed(
        SecretId id, string label, ReadOnlySpan<byte> payload, SplitOrder order, Instant now, RandomBytes random)
    {
        if (payload.Length is < 1 or > SecretCodec.MaxPayload) return Nothing(SecretOutcome.Invalid);
        var number = Secp256k1Scalar.Draw(random);
        var secret = new OwnSecret(label, SecretMode.Sealed)
        {
            Key = number,
            Sealed = SealedPayload.Seal(number, payload, Place.Self, id),
        };
        return Deal(id, secret, number, order, now, random);
    }

    /// <summary>Deals a secret anew: another polynomial, any guardians. What was dealt and never stood is given up.</summary>
    /// <param name="id">The secret.</param>
    /// <param name="key">The account's key in mode key; null in mode sealed, whose number the owner keeps.</param>
    /// <param name="order">Among whom.</param>
    /// <param name="now">The time.</param>
    /// <param name="random">For the polynomial.</param>
    public SecretStep<SecretOwner> Refresh(
        SecretId id, Secp256k1Scalar? key, SplitOrder order, Instant now, RandomBytes random)
    {
        if (!Secrets.TryGetValue(id, out var secret) || secret.IsForgotten) return Nothing(SecretOutcome.Unknown);
        return (secret.Key ?? key) is { } number
            && Secp256k1Point.OfSecret(number).Equals(secret.Latest!.Commitments.Secret)
            ? Deal(id, secret, number, order, now, random)
            : Nothing(SecretOutcome.WrongOwner);
    }

    /// <summary>All guardians are to forget a secret.</summary>
    public SecretStep<SecretOwner> Forget(SecretId id, Instant now)
    {
        if (!Secrets.TryGetValue(id, out var secret)) return Nothing(SecretOutcome.Unknown);
        var forgotten = secret with { IsForgotten = true, Current = null, Pending = null, Key = null, Sealed = [] };
        return Put(id, forgotten, now);
    }

    /// <summary>The owner says that a claim is not its own.</summary>
    public SecretStep<SecretOwner> Veto(SecretId claim)
    {
        foreach (var (id, secret) in Secrets)
        {
            if (!secret.Alarms.TryGetValue(claim, out var alarm)) continue;
            var vetoed = secret with { Alarms = secret.Alarms.SetItem(claim, alarm with { IsVetoed = true }) };
            return new(
                this with { Secrets = Secrets.SetItem(id, vetoed) }, [OwnerCodec.Entry(id, vetoed)],
                [new(alarm.Guardian, new SecretMessage.Veto(claim))], SecretOutcome.Done);
        }

        return Nothing(SecretOutcome.Unknown);
    }

    /// <summary>A guardian has proven that it holds its share.</summary>
    public SecretStep<SecretOwner> Proven(SecretId id, Did guardian, Instant now)
    {
        if (!Secrets.TryGetValue(id, out var secret)) return Nothing(SecretOutcome.Unknown);
        var alive = secret with { Alive = secret.Alive.SetItem(guardian, now) };
        return new(
            this with { Secrets = Secrets.SetItem(id, alive) }, [OwnerCodec.Entry(id, alive)], [], SecretOutcome.Done);
    }

    /// <summary>Guardians whose proof is due, each with the version whose share it has to know.</summary>
    /// <param name="now">The time.</param>
    /// <param name="early">How much before its week a proof is due, so that none can tell the hour.</param>
    public IEnumerable<(SecretId Id, Did Guardian, OwnVersion Version)> ProofsDue(Instant now, TimeSpan early) =>
        from secret in Secrets
        let current = secret.Value.Current
        where current is not null
        from guardian in current.Guardians
        where current.Answers.GetValueOrDefault(guardian) is SecretVerdict.Kept or SecretVerdict.Ended
            && now - secret.Value.Alive.GetValueOrDefault(guardian, current.DealtAt) >= SecretLimits.ProbeEvery - early
        select (secret.Key, guardian, current);

    /// <summary>Time has passed: what has no answer is sent again.</summary>
    public SecretStep<SecretOwner> Tick(Instant now)
    {
        var (state, sends) = (this, ImmutableArray.CreateBuilder<SecretSend>());
        foreach (var (id, secret) in Secrets)
        {
            var retry = Retries.GetValueOrDefault(id);
            if (retry.At > now) continue;
            var open = Outstanding(id, secret).ToList();
            if (open.Count == 0) continue;
            sends.AddRange(open);
            state = state with { Retries = state.Retries.SetItem(id, retry.Next(now)) };
        }

        return new(state, [], sends.ToImmutable(), SecretOutcome.Done);
    }

    private SecretStep<SecretOwner> Deal(
        SecretId id, OwnSecret secret, Secp256k1Scalar number, SplitOrder order, Instant now, RandomBytes random)
    {
        if (!order.IsValidFor(Place.Self) || number.IsZero || secret.LastVersion >= SecretMessage.EveryVersion - 1)
            return Nothing(SecretOutcome.Invalid);
        if (!Secrets.ContainsKey(id) && Secrets.Count >= SecretLimits.OwnSecrets) return Nothing(SecretOutcome.Full);
        var (commitments, shares) = Commitments.Split(number, order.Threshold, order.Guardians.Length, random);
        if (secret.Mode == SecretMode.Key && !commitments.AreOfKeyOf(Place.Self)) return Nothing(SecretOutcome.WrongOwner);
        var version = new OwnVersion(
            secret.LastVersion + 1, order.Guardians, commitments, order.DelayHours, now)
        {
            Undealt = order.Guardians.Zip(shares).ToImmutableDictionary(pair => pair.First, pair => pair.Second),
        };
        return Put(id, secret with
        {
            Pending = version,
            LastVersion = version.Version,
            Holders = secret.Holders.Union(order.Guardians),
        }, now);
    }

    /// <summary>Keeps a secret and sends what is now open.</summary>
    private SecretStep<SecretOwner> Put(SecretId id, OwnSecret secret, Instant now)
    {
        if (secret is { IsForgotten: true, Holders.IsEmpty: true })
        {
            return new(
                this with { Secrets = Secrets.Remove(id), Retries = Retries.Remove(id) },
                [new SecretEntry(SecretEntryKind.Own, id.ToByteArray(), null)], [], SecretOutcome.Done);
        }

        return new(
            this with { Secrets = Secrets.SetItem(id, secret), Retries = Retries.SetItem(id, Retry.After(now)) },
            [OwnerCodec.Entry(id, secret)], [.. Outstanding(id, secret)], SecretOutcome.Done);
    }

    private SecretStep<SecretOwner> Nothing(SecretOutcome outcome) => new(this, [], [], outcome);
}
