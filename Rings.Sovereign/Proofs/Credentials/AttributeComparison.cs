namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>One comparison of a rule.</summary>
/// <param name="Attribute">Which number, from 0.</param>
/// <param name="Kind">How.</param>
/// <param name="Constant">With what.</param>
public readonly record struct AttributeComparison(int Attribute, ComparisonKind Kind, int Constant)
{
    /// <summary>Whether it holds.</summary>
    /// <param name="values">The four numbers.</param>
    public bool Holds(ReadOnlySpan<int> values) => Kind switch
    {
        ComparisonKind.AtMost => values[Attribute] <= Constant,
        ComparisonKind.AtLeast => values[Attribute] >= Constant,
        _ => values[Attribute] == Constant,
    };
}
