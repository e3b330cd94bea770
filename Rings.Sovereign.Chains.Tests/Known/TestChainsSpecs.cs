using Rings.Sovereign.Chains.Known;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Known;

/// <summary>Which chains count as real money.</summary>
public sealed class TestChainsSpecs
{
    private const string LitecoinRegtest = "530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9";
    private const string Litecoin = "12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2";
    private const string Sepolia = "25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9";
    private const string Ethereum = "d4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3";

    [Theory]
    [InlineData("bip122:530827f38f93b43ed12af0b3ad25a288", LitecoinRegtest, true)]
    [InlineData("bip122:530827f38f93b43ed12af0b3ad25a288#b", LitecoinRegtest, true)]
    [InlineData("bip122:12a765e31ffd4059bada1e25190f6e98", Litecoin, false)]
    [InlineData("eip155:11155111", Sepolia, true)]
    [InlineData("eip155:11155111", Ethereum, false)]
    [InlineData("eip155:1", Sepolia, false)]
    [InlineData("eip155:1", Ethereum, false)]
    [InlineData("eip155:31337", Litecoin, true)]
    public void A_test_chain_is_known_by_its_first_block_and_an_EVM_chain_by_its_id_too(string name, string genesis, bool isTest)
    {
        var (chain, first) = (ChainName.Read(name), Bytes32.Read(Convert.FromHexString(genesis)));

        Assert.Equal(isTest, TestChains.Has(chain, first));
        if (!isTest)
            Assert.Contains("allow-mainnet", Assert.Throws<ChainException>(() => TestChains.Require(chain, first, false)).Message);
        TestChains.Require(chain, first, allowMainnet: true);
    }
}
