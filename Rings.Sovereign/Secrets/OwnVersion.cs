using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Secrets;

/// <summary>One polynomial of a secret, as its owner knows it.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Guardians">Who gets which share: the first that of index 1.</param>
/// <param name="Commitments">To the polynomial.</param>
/// <param name="DelayHours">From the approval of a claim to the share's leaving.</param>
/// <param name="DealtAt">When.</param>
public sealed record OwnVersion(
    uint Version, ImmutableArray<Did> Guardians, Commitments Commitments, int DelayHours, Instant DealtAt)
{
    /// <summary>What each guardian said last.</summary>
    public ImmutableDictionary<Did, SecretVerdict> Answers { get; init; } = ImmutableDictionary<Did, SecretVerdict>.Empty;

    /// <summary>The shares that nobody has said to keep yet, by guardian; erased one by one.</summary>
    internal ImmutableDictionary<Did, Secp256k1Scalar> Undealt { get; init; } =
        ImmutableDictionary<Did, Secp256k1Scalar>.Empty;

    /// <summary>How many have said that they keep their share.</summary>
    public int Keepers => Answers.Values.Count(verdict => verdict is SecretVerdict.Kept or SecretVerdict.Ended);

    /// <summary>How many have to, before older versions end: k of them are honest even if k − 1 lie.</summary>
    public int KeepersNeeded => Math.Min(Guardians.Length, (2 * Commitments.Threshold) - 1);

    /// <summary>The share of a guardian times the base point: what it proves to hold.</summary>
    public Secp256k1Point ShareOf(Did guardian) => Commitments.ShareOf(Guardians.IndexOf(guardian) + 1);

    /// <summary>Guardians that have had a week and have not said that they keep their share: deal anew without them.</summary>
    public IEnumerable<Did> Silent(Instant now) => now - DealtAt < SecretLimits.SilentAfter
        ? []
        : Guardians.Where(did => Answers.GetValueOrDefault(did) is not (SecretVerdict.Kept or SecretVerdict.Ended));

    internal OwnVersion Said(Did guardian, SecretVerdict verdict) => this with
    {
        Answers = Answers.SetItem(guardian, verdict),
        Undealt = verdict is SecretVerdict.Kept or SecretVerdict.Ended ? Undealt.Remove(guardian) : Undealt,
    };
}
