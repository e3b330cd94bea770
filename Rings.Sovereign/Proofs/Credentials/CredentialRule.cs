using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>
/// What a credential's numbers must fulfil: one of some cases, of each of which all comparisons hold. Written
/// <c>born&lt;=2008-11-28 and member=1 or paid&gt;=2026-01-01</c>; without a case any credential will do.
/// </summary>
public sealed class CredentialRule
{
    /// <summary>The most cases, and comparisons of one.</summary>
    public const int MaxCases = 4, MaxComparisons = 4;

    private static readonly (string Sign, ComparisonKind Kind, int Shift)[] Signs =
    [
        ("<=", ComparisonKind.AtMost, 0), (">=", ComparisonKind.AtLeast, 0), ("<", ComparisonKind.AtMost, -1),
        (">", ComparisonKind.AtLeast, 1), ("=", ComparisonKind.Equal, 0),
    ];

    /// <summary>Makes a rule.</summary>
    /// <param name="cases">At most 4 of 1 to 4 comparisons each; none: any credential will do.</param>
    /// <exception cref="ProtocolException">More, an empty case, or a number that no credential has.</exception>
    public CredentialRule(ImmutableArray<ImmutableArray<AttributeComparison>> cases)
    {
        if (cases.Length > MaxCases || cases.Any(all => all.Length is 0 or > MaxComparisons))
            throw new ProtocolException("ProofCredential.cases", "at most 4 of 1 to 4 comparisons each");
        if (cases.Any(all => all.Any(one => one.Attribute is < 0 or >= CredentialTree.MaxAttributes || !Enum.IsDefined(one.Kind))))
            throw new ProtocolException("ProofComparison", "a number of the credential, and a way to compare");
        Cases = cases;
    }

    /// <summary>The cases.</summary>
    public ImmutableArray<ImmutableArray<AttributeComparison>> Cases { get; }

    /// <summary>Reads a rule as people write it.</summary>
    /// <param name="text">The rule; empty: any credential will do.</param>
    /// <param name="tree">Whose names it uses.</param>
    /// <exception cref="ProtocolException">It is none, or nothing can fulfil a comparison in it.</exception>
    public static CredentialRule Parse(string text, CredentialTree tree)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(tree);
        return string.IsNullOrWhiteSpace(text)
            ? new([])
            : new([.. text.Split(" or ").Select(one =>
                one.Split(" and ").Select(comparison => Comparison(comparison.Trim(), tree)).ToImmutableArray())]);
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="values">The four numbers.</param>
    public bool Holds(ImmutableArray<int> values) =>
        Cases.IsEmpty || Cases.Any(all => all.All(one => one.Holds(values.AsSpan())));

    /// <summary>In words.</summary>
    /// <param name="tree">Whose names it uses.</param>
    public string Show(CredentialTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return string.Join(" or ", Cases.Select(all => string.Join(" and ", all.Select(one => Show(one, tree)))));
    }

    private static string Show(AttributeComparison one, CredentialTree tree)
    {
        var attribute = tree.Attributes[one.Attribute];
        var sign = one.Kind switch { ComparisonKind.AtMost => "<=", ComparisonKind.AtLeast => ">=", _ => "=" };
        return $"{attribute.Name} {sign} {attribute.Show(one.Constant)}";
    }

    private static AttributeComparison Comparison(string text, CredentialTree tree)
    {
        foreach (var (sign, kind, shift) in Signs)
        {
            var at = text.IndexOf(sign, StringComparison.Ordinal);
            if (at < 0) continue;
            var name = text[..at].Trim();
            var attribute = tree.Attributes.Select(one => one.Name).ToList().IndexOf(name);
            if (attribute < 0) throw new ProtocolException("rule", $"one of the names {string.Join(", ", tree.Attributes.Select(one => one.Name))}");
            var value = (long)tree.Attributes[attribute].ParseValue(text[(at + sign.Length)..].Trim()) + shift;
            return value is >= int.MinValue and <= int.MaxValue
                ? new(attribute, kind, (int)value)
                : throw new ProtocolException("rule", "something that a number can fulfil");
        }

        throw new ProtocolException("rule", "NAME<=VALUE, with <=, >=, <, > or =, joined by 'and' and 'or'");
    }
}
