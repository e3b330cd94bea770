namespace Rings.Sovereign.Swaps;

/// <summary>Something of a swap was refused: why, which field, and what would do.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Field">The field, as the messages name it.</param>
/// <param name="Allowed">The number, or value, that would do.</param>
public sealed record SwapRefusal(SwapFault Fault, string Field, string Allowed)
{
    /// <summary>For people.</summary>
    public override string ToString() => $"{Field}: {Allowed} ({Fault})";
}
