using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Secrets;

/// <summary>A secret of this node's own, split among guardians.</summary>
/// <param name="Label">What its owner calls it; never leaves the node.</param>
/// <param name="Mode">What is split.</param>
public sealed record OwnSecret(string Label, SecretMode Mode)
{
    /// <summary>The number that a payload lies under, so that it can be dealt anew; null in mode key.</summary>
    internal Secp256k1Scalar? Key { get; init; }

    /// <summary>The payload, sealed; empty in mode key.</summary>
    public ImmutableArray<byte> Sealed { get; init; } = [];

    /// <summary>The version that stands; null: the first is still being dealt.</summary>
    public OwnVersion? Current { get; init; }

    /// <summary>The version that is being dealt.</summary>
    public OwnVersion? Pending { get; init; }

    /// <summary>The highest version that was ever dealt.</summary>
    public uint LastVersion { get; init; }

    /// <summary>Who was ever dealt a share and has not said that all of it has ended.</summary>
    public ImmutableHashSet<Did> Holders { get; init; } = [];

    /// <summary>Whether all guardians are to forget it.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>When each guardian last proved that it holds its share.</summary>
    public ImmutableDictionary<Did, Instant> Alive { get; init; } = ImmutableDictionary<Did, Instant>.Empty;

    /// <summary>Claims that guardians told of, by claim.</summary>
    public ImmutableDictionary<SecretId, OwnAlarm> Alarms { get; init; } = ImmutableDictionary<SecretId, OwnAlarm>.Empty;

    /// <summary>The version that stands, or else the one that is being dealt.</summary>
    public OwnVersion? Latest => Current ?? Pending;
}
