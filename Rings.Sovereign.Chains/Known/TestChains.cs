using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Known;

/// <summary>
/// The chains whose money is worth nothing. All others count as real money, and need the operator's word.
/// </summary>
internal static class TestChains
{
    /// <summary>Development chains of Hardhat, anvil and ganache: their first block is another at each start.</summary>
    private static readonly string[] DevelopmentIds = ["31337", "1337"];

    /// <summary>The first blocks of test chains, as their explorers write them.</summary>
    private static readonly Dictionary<string, string> Genesis = new()
    {
        ["0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"] = "Bitcoin regtest",
        ["000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943"] = "Bitcoin testnet3",
        ["00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043"] = "Bitcoin testnet4",
        ["00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6"] = "Bitcoin signet",
        ["530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"] = "Litecoin regtest",
        ["4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0"] = "Litecoin testnet4",
        ["25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9"] = "11155111",
        ["bbe312868b376a3001692a646dd2d7d1e4406380dfd86b98aa8a34d1557c971b"] = "560048",
    };

    /// <summary>Whether a chain is a test chain. Of an EVM chain both its id and its first block must be those of one.</summary>
    public static bool Has(ChainName name, Bytes32 genesis)
    {
        var known = Genesis.GetValueOrDefault(genesis.ToString());
        return name.Kind == ChainKind.Utxo
            ? known is not null
            : DevelopmentIds.Contains(Reference(name)) || known == Reference(name);
    }

    /// <summary>The first block of a known test chain; null: none of that name is known.</summary>
    public static Bytes32? GenesisOf(ChainName name)
    {
        var known = Genesis.FirstOrDefault(one => name.Kind == ChainKind.Utxo
            ? one.Key.StartsWith(Reference(name), StringComparison.Ordinal)
            : one.Value == Reference(name)).Key;
        return known is null ? null : Bytes32.Read(Convert.FromHexString(known));
    }

    /// <summary>What the name says of the chain itself: the beginning of its first block's hash, or its id.</summary>
    public static string Reference(ChainName name) => name.ToString().Split(':', '#')[1];

    /// <summary>Refuses a chain that counts as real money without the operator's word.</summary>
    /// <exception cref="ChainException">It is no known test chain, and the operator did not allow others.</exception>
    public static void Require(ChainName name, Bytes32 genesis, bool allowMainnet)
    {
        if (!allowMainnet && !Has(name, genesis))
            throw new ChainException(
                $"{name} is no known test chain, so it counts as real money. Nobody outside the project has audited swaps: "
                + "rings.swap.allow-mainnet = on allows it all the same.");
    }
}
