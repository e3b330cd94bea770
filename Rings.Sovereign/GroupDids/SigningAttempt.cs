using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.GroupDids;

/// <summary>One attempt at a signature, as its coordinator sees it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Since">When its step began.</param>
/// <param name="Called">Who was asked for nonces.</param>
internal sealed record SigningAttempt(SecretId Id, Instant Since, ImmutableSortedSet<int> Called)
{
    public ImmutableSortedDictionary<int, FrostCommitment> Nonces { get; init; } =
        ImmutableSortedDictionary<int, FrostCommitment>.Empty;

    /// <summary>The k that sign; empty: not enough nonces yet.</summary>
    public ImmutableArray<FrostCommitment> List { get; init; } = [];

    public ImmutableSortedDictionary<int, Edwards25519Scalar> Parts { get; init; } =
        ImmutableSortedDictionary<int, Edwards25519Scalar>.Empty;

    /// <summary>What follows from the list, where this node has signed, too; null: not computed yet.</summary>
    public FrostSigning? Signing { get; init; }

    /// <summary>Whom the attempt still waits for.</summary>
    public IEnumerable<int> Missing => List.IsEmpty
        ? Called.Where(index => !Nonces.ContainsKey(index))
        : List.Select(one => one.Index).Where(index => !Parts.ContainsKey(index));
}
