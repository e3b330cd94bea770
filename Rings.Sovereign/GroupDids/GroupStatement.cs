using System.Collections.Immutable;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>What a member says while a key is generated. Its bytes are signed, so that it can be shown to all.</summary>
/// <param name="Plan">The plan's hash.</param>
/// <param name="Index">Who says it.</param>
public abstract record GroupStatement(Bytes32 Plan, int Index)
{
    /// <summary>Bytes of a sealed share.</summary>
    public const int SealedShareBytes = 48;

    /// <summary>The commitments to a polynomial, and that its constant term is known.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="Index">Who.</param>
    /// <param name="Commitments">k points, not looked at yet.</param>
    /// <param name="Proof">64 bytes: R, z.</param>
    /// <param name="Key">X25519; shares are sealed to it.</param>
    public sealed record First(
        Bytes32 Plan, int Index, ImmutableArray<Bytes32> Commitments, (Bytes32 R, Bytes32 Z) Proof, Bytes32 Key)
        : GroupStatement(Plan, Index);

    /// <summary>A share of the polynomial for each member, sealed.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="Index">Who.</param>
    /// <param name="OfFirst">SHA-256 of the statement that holds the first message.</param>
    /// <param name="Key">X25519, for this message only.</param>
    /// <param name="Shares">48 bytes for each.</param>
    public sealed record Second(
        Bytes32 Plan, int Index, Bytes32 OfFirst, Bytes32 Key, ImmutableArray<ImmutableArray<byte>> Shares)
        : GroupStatement(Plan, Index);

    /// <summary>All shares were right, and the sum of them is on the disk.</summary>
    /// <param name="Plan">The plan.</param>
    /// <param name="Index">Who.</param>
    /// <param name="Seen">Over all first and second messages.</param>
    public sealed record Confirm(Bytes32 Plan, int Index, Bytes32 Seen) : GroupStatement(Plan, Index);
}
