using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>What every node knows of a kind by its number.</summary>
internal static class KindRules
{
    /// <summary>The greatest kind that this version gives a meaning: below it a tag takes one byte.</summary>
    public const uint MaxKnown = 127;

    /// <summary>The lane of a kind: (kind / 32) mod 4. A frame that arrives on another one is refused.</summary>
    public static Lane Lane(this Kind kind) => (Lane)(((uint)kind >> 5) & 3);

    /// <summary>
    /// Whether acting twice equals acting once: bit 4 is clear. Only such kinds travel in mode
    /// <see cref="RouteMode.Owner"/>; the replay window of the others is kept on disk.
    /// </summary>
    public static bool IsIdempotent(this Kind kind) => ((uint)kind & 16) == 0;

    /// <summary>Whether this version gives the kind a meaning; others are answered <see cref="Unsupported"/>.</summary>
    public static bool IsKnown(this Kind kind) => kind != Kind.Unspecified && Enum.IsDefined(kind);
}
