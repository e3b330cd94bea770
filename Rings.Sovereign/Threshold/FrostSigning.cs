using System.Collections.Immutable;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Sharing;

namespace Rings.Sovereign.Threshold;

/// <summary>
/// One signature of FROST(Ed25519, SHA-512), RFC 9591: what follows from the group's key, the message and the list of
/// commitments, the same for every signer and for the coordinator.
/// </summary>
/// <remarks>The signature is an ordinary one of Ed25519 (RFC 8032) under the group's key.</remarks>
internal sealed class FrostSigning
{
    private readonly ImmutableArray<FrostCommitment> _list;
    private readonly ImmutableArray<Edwards25519Scalar> _factors;
    private readonly Edwards25519Point _commitment;
    private readonly Edwards25519Scalar _challenge;

    /// <summary>Computes it as the coordinator does.</summary>
    /// <param name="groupKey">The group's key.</param>
    /// <param name="message">What is signed.</param>
    /// <param name="list">The signers' commitments, indices rising.</param>
    /// <exception cref="ArgumentException">The indices do not rise, or are not from 1.</exception>
    public FrostSigning(Edwards25519Point groupKey, ReadOnlySpan<byte> message, IReadOnlyList<FrostCommitment> list)
        : this(groupKey, message, list, own: null)
    {
    }

    private FrostSigning(
        Edwards25519Point groupKey, ReadOnlySpan<byte> message, IReadOnlyList<FrostCommitment> list,
        (int Index, Edwards25519Scalar Hiding, Edwards25519Scalar Binding)? own)
    {
        ArgumentNullException.ThrowIfNull(groupKey);
        ArgumentNullException.ThrowIfNull(list);
        if (!IsRising(list)) throw new ArgumentException("Indices are from 1 and rise.", nameof(list));
        _list = [.. list];
        var start = PrefixOf(groupKey, message, _list);
        _factors = [.. _list.Select(one => FrostHash.Rho(start, Number(one.Index)))];
        _commitment = _list.Zip(_factors).Aggregate(
            Edwards25519Point.OfSecret(Edwards25519Scalar.Zero), (sum, term) => sum + TermOf(term.First, term.Second, own));
        _challenge = FrostHash.Challenge(_commitment.Encoded, groupKey.Encoded, message);
    }

    /// <summary>
    /// The share of a signature (RFC 9591, 5.2). Its own term of the group commitment comes from its nonces: by the base
    /// point's tables, nine times as fast as by its points.
    /// </summary>
    /// <param name="groupKey">The group's key.</param>
    /// <param name="message">What is signed.</param>
    /// <param name="list">The signers' commitments, the own one among them, unchanged.</param>
    /// <param name="share">The signer's share of the group's secret.</param>
    /// <param name="nonces">Its nonces for this list; taken out.</param>
    /// <returns>z, and nothing where the nonces were taken before.</returns>
    public static Edwards25519Scalar? Sign(
        Edwards25519Point groupKey, ReadOnlySpan<byte> message, IReadOnlyList<FrostCommitment> list,
        Edwards25519Scalar share, FrostNonces nonces) => Sign(groupKey, message, list, share, nonces, out _);

    /// <inheritdoc cref="Sign(Edwards25519Point, ReadOnlySpan{byte}, IReadOnlyList{FrostCommitment}, Edwards25519Scalar, FrostNonces)"/>
    /// <param name="groupKey">The group's key.</param>
    /// <param name="message">What is signed.</param>
    /// <param name="list">The signers' commitments.</param>
    /// <param name="share">The signer's share of the group's secret.</param>
    /// <param name="nonces">Its nonces for this list; taken out.</param>
    /// <param name="signing">What followed from the list, nothing of it secret: a signer that coordinates, too, computes it once.</param>
    public static Edwards25519Scalar? Sign(
        Edwards25519Point groupKey, ReadOnlySpan<byte> message, IReadOnlyList<FrostCommitment> list,
        Edwards25519Scalar share, FrostNonces nonces, out FrostSigning? signing)
    {
        ArgumentNullException.ThrowIfNull(nonces);
        signing = null;
        if (nonces.Take() is not { } taken) return null;
        var index = nonces.Commitment.Index;
        signing = new FrostSigning(groupKey, message, list, (index, taken.Hiding, taken.Binding));
        return taken.Hiding + (taken.Binding * signing.FactorOf(index)) + (signing.WeightOf(index) * share * signing._challenge);
    }

    /// <summary>Whether a share of the signature is what it has to be (RFC 9591, 5.4).</summary>
    /// <param name="index">The signer.</param>
    /// <param name="part">Its z.</param>
    /// <param name="verification">Its share of the group's secret, times the base point.</param>
    public bool Fits(int index, Edwards25519Scalar part, Edwards25519Point verification) =>
        _list.FirstOrDefault(one => one.Index == index) is { } signer
        && Edwards25519Point.OfSecret(part).Equals(
            signer.Hiding + (signer.Binding * FactorOf(index)) + (verification * (WeightOf(index) * _challenge)));

    /// <summary>The signature, 64 bytes (RFC 9591, 5.3).</summary>
    /// <param name="parts">Each signer's z.</param>
    public byte[] Aggregate(IEnumerable<Edwards25519Scalar> parts) =>
    [
        .. _commitment.Encoded,
        .. parts.Aggregate(Edwards25519Scalar.Zero, static (sum, part) => sum + part).ToByteArray(),
    ];

    internal Edwards25519Scalar FactorOf(int index) => _factors[IndexOf(index)];

    internal static byte[] PrefixOf(
        Edwards25519Point groupKey, ReadOnlySpan<byte> message, IEnumerable<FrostCommitment> list)
    {
        byte[] encoded = [.. list.SelectMany(one =>
            (byte[])[.. Number(one.Index), .. one.Hiding.Encoded, .. one.Binding.Encoded])];
        return [.. groupKey.Encoded, .. FrostHash.Message(message), .. FrostHash.Commitments(encoded)];
    }

    private static bool IsRising(IReadOnlyList<FrostCommitment> list)
    {
        for (var (place, last) = (0, 0); place < list.Count; last = list[place++].Index)
            if (list[place].Index <= last) return false;
        return list.Count > 0;
    }

    private static Edwards25519Point TermOf(
        FrostCommitment one, Edwards25519Scalar factor, (int Index, Edwards25519Scalar Hiding, Edwards25519Scalar Binding)? own) =>
        own is { } mine && mine.Index == one.Index
            ? Edwards25519Point.OfSecret(mine.Hiding + (mine.Binding * factor))
            : one.Hiding + (one.Binding * factor);

    private Edwards25519Scalar WeightOf(int index) => Feldman.WeightOf<Edwards25519Scalar>(index, _list.Select(one => one.Index));

    private int IndexOf(int index)
    {
        for (var place = 0; place < _list.Length; place++)
            if (_list[place].Index == index) return place;
        throw new ArgumentException("Not one of the signers.", nameof(index));
    }

    private static byte[] Number(int index) => Edwards25519Scalar.Of((uint)index).ToByteArray();
}
