using Rings.Protocol;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Sovereign.Proofs.Wishes;

/// <summary>"You hold a credential of this issuer whose numbers fulfil this rule."</summary>
/// <remarks>It names no tree: whoever asks, and whoever proves, reads the issuer's record itself.</remarks>
public sealed class CredentialWish : ProofWish
{
    /// <summary>The most characters of a rule.</summary>
    public const int MaxRule = 400;

    /// <summary>Makes the wish.</summary>
    /// <param name="issuer">Who issues it.</param>
    /// <param name="name">What its issuer calls it: 1 to 64 small letters, digits and hyphens.</param>
    /// <param name="rule">What its numbers fulfil, in the words of <see cref="CredentialRule"/>; empty: any will do.</param>
    /// <param name="isAnonymous">Whether an anonymous one is wanted; otherwise it must be the prover's own.</param>
    /// <param name="words">For what a tag is wanted, of an anonymous one; null: none.</param>
    /// <exception cref="ProtocolException">Something is out of its range.</exception>
    public CredentialWish(Did issuer, string name, string rule, bool isAnonymous, string? words)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(rule);
        if (!CredentialTree.IsName(name)) throw new ProtocolException("ProofCredentialWish.name", "1 to 64 small letters, digits and hyphens");
        if (rule.Length > MaxRule || rule.Any(letter => letter is < ' ' or > '~'))
            throw new ProtocolException("ProofCredentialWish.rule", "at most 400 printable characters of ASCII");
        if (words is not null && (!isAnonymous || !ProofMark.IsWords(words)))
            throw new ProtocolException("ProofCredentialWish.words", "1 to 100 printable characters of ASCII, of an anonymous credential");
        (Issuer, Name, Rule, IsAnonymous, Words) = (issuer, name, rule, isAnonymous, words);
    }

    /// <summary>Who issues it.</summary>
    public Did Issuer { get; }

    /// <summary>What its issuer calls it.</summary>
    public string Name { get; }

    /// <summary>What its numbers fulfil, in words.</summary>
    public string Rule { get; }

    /// <summary>Whether an anonymous one is wanted.</summary>
    public bool IsAnonymous { get; }

    /// <summary>For what a tag is wanted; null: none.</summary>
    public string? Words { get; }

    /// <inheritdoc/>
    public override string Claim => $"the holder of {(IsAnonymous ? "a" : "its own")} credential '{Name}' of {Issuer}"
        + (Rule.Length == 0 ? "" : $" with {Rule}")
        + (Words is null ? "" : $", marked once for '{Words}'") + (IsAnonymous ? ", and does not say which" : "");

    internal override bool IsFulfilledBy(ProofStatement statement, Did prover)
    {
        if (statement is not CredentialStatement shown || shown.IsAnonymous != IsAnonymous || shown.Words != Words
            || shown.Tree.Issuer != Issuer || shown.Tree.Name != Name)
            return false;
        try
        {
            return CredentialRule.Parse(Rule, shown.Tree).Show(shown.Tree) == shown.Rule.Show(shown.Tree);
        }
        catch (ProtocolException)
        {
            // The tree has no numbers of these names: it is another than whoever wishes thinks of.
            return false;
        }
    }
}
