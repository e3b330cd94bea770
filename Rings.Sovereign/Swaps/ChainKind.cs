namespace Rings.Sovereign.Swaps;

/// <summary>The two families of chains that a swap has legs on.</summary>
public enum ChainKind
{
    /// <summary>Outputs that scripts lock; named <c>bip122:…</c>.</summary>
    Utxo = 1,

    /// <summary>Accounts and contracts; named <c>eip155:…</c>.</summary>
    Evm = 2,
}
