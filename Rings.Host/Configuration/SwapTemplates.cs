using Akka.Configuration;

namespace Rings.Host.Configuration;

/// <summary>The keys of chains, which their user names: what each may have stands once for each family of chains.</summary>
internal static class SwapTemplates
{
    private const string Chains = "rings.swap.chains.";
    private static readonly string[] Families = ["rings.swap.utxo.", "rings.swap.evm."];

    /// <summary>The key of the reference that a user's key is held against: its own, save for <c>chains.NAME.KEY</c>.</summary>
    /// <param name="key">The user's.</param>
    /// <param name="reference">Every key with its default.</param>
    public static string KeyOf(string key, Config reference)
    {
        if (!key.StartsWith(Chains, StringComparison.Ordinal)) return key;
        var name = key.IndexOf('.', Chains.Length);
        if (name < 0) return key;
        return Families.Select(family => family + key[(name + 1)..]).FirstOrDefault(reference.HasPath) ?? key;
    }
}
