using Rings.Host.Cli;
using Rings.Host.Configuration;
using Rings.Host.Node;
using Rings.Host.Swaps;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Tests.Swaps;

public sealed class SwapSettingsSpecs : IDisposable
{
    private const string Regtest = "bip122:530827f38f93b43ed12af0b3ad25a288";

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-swap-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void By_itself_a_node_swaps_nothing_and_assumes_what_the_protocol_says()
    {
        var settings = Read("");

        Assert.Empty(settings.Chains);
        Assert.False(settings.AllowsRealMoney);
        Assert.Equal(SwapTimes.Default, settings.Times);
    }

    [Fact]
    public async Task A_chain_has_what_it_says_and_else_what_its_family_has()
    {
        var settings = Read($$"""
            rings.swap { inclusion = 60s, chains {
              ltc { name = "{{Regtest}}", url = "http://127.0.0.1:9332/wallet/a", user = rings, password-file = "{{Secret("pw", "secret")}}", confirmations = 2 }
              eth { name = "eip155:31337", genesis = "{{new string('1', 64)}}", url = "http://127.0.0.1:8545/", second-url = "http://127.0.0.1:8546/",
                    contract = "0x{{new string('c', 40)}}", account-file = "{{Secret("account", Key)}}", max-gas-price = 10 }
            } }
            """);

        Assert.Equal(60, settings.Times.Inclusion);
        var (eth, ltc) = (settings.Chains[0], settings.Chains[1]);
        Assert.Equal(("eth", 18, 2), (eth.Key, eth.Decimals, eth.Evm.Count));
        Assert.Equal(10L * 1_000_000_000, (long)eth.Evm[0].MaxGasPrice);
        Assert.Equal(eth.Evm[0].MaxFee, eth.Policy.MaxFee);
        Assert.Equal(("ltc", 8, 2, 6), (ltc.Key, ltc.Decimals, ltc.Policy.Confirmations, ltc.Policy.Deep));
        Assert.Equal(("rings", "secret"), (ltc.Utxo[0].Endpoint.User, ltc.Utxo[0].Endpoint.Password));
        Assert.DoesNotContain("secret", settings.ToString(), StringComparison.Ordinal);
        await using var made = ltc.Make();
        Assert.True(made.Identity.IsTest);
        Assert.StartsWith("530827f3", made.Identity.Genesis.ToString(), StringComparison.Ordinal);
        await using var both = eth.Make();
        Assert.Equal(new string('1', 64), both.Identity.Genesis.ToString());
    }

    [Theory]
    [InlineData("name = \"bip122:zz\"", "chains.x.name = bip122:zz: expected bip122")]
    [InlineData("url = \"http://127.0.0.1:1/\"", "chains.x.name = : expected bip122")]
    [InlineData($"name = \"{Regtest}\"", "chains.x.url = : expected the URL")]
    [InlineData($"name = \"{Regtest}\", url = \"ftp://127.0.0.1/\"", "expected the URL")]
    [InlineData($"name = \"{Regtest}\", url = \"http://127.0.0.1:1/\", contract = \"0x00\"", "has no such key")]
    [InlineData($"name = \"{Regtest}\", url = \"http://127.0.0.1:1/\", genesis = \"12\"", "expected 64 hex digits")]
    [InlineData($"name = \"{Regtest}\", url = \"http://127.0.0.1:1/\", user = u", "password-file names no file")]
    [InlineData($"name = \"{Regtest}\", url = \"http://127.0.0.1:1/\", user = u, password-file = \"/none\"", "/none does not exist")]
    [InlineData("name = \"eip155:31337\", url = \"http://127.0.0.1:1/\"", "account-file names no file")]
    [InlineData($"name = \"{Regtest}\", url = \"http://127.0.0.1:1/\", asset = \"L T C\"", "chains.x.asset = L T C: expected")]
    [InlineData("confirmations = 0", "confirmations = 0: expected 1 to 10000")]
    [InlineData("confirmation = 1", "there is no key 'rings.swap.chains.x.confirmation'")]
    [InlineData("block-time = fast", "expected a time with its unit")]
    public void What_is_wrong_is_refused_with_its_key(string keys, string expected) => Assert.Contains(
        expected, Assert.Throws<UserErrorException>(() => Read($"rings.swap.chains.x {{ {keys} }}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("url", "\"http://127.0.0.1:1/\"")]
    [InlineData("name", "ltc")]
    [InlineData("ltc.more.url", "\"http://127.0.0.1:1/\"")]
    public void A_key_that_is_not_directly_below_a_chain_s_name_is_none(string key, string value) =>
        Assert.Contains($"there is no key 'rings.swap.chains.{key}'", Wrong($"rings.swap.chains.{key} = {value}"), StringComparison.Ordinal);

    [Fact]
    public void An_account_or_an_address_that_is_none_is_refused()
    {
        string Chain(string account, string contract) => $$"""
            rings.swap.chains.eth { name = "eip155:31337", url = "http://127.0.0.1:1/", account-file = "{{account}}", contract = "{{contract}}" }
            """;

        Assert.Contains("does not hold a secret key", Wrong(Chain(Secret("zeros", new string('0', 64)), "")), StringComparison.Ordinal);
        Assert.Contains("does not hold a secret key", Wrong(Chain(Secret("short", "12"), "")), StringComparison.Ordinal);
        Assert.Contains("contract = 0x12: expected an address", Wrong(Chain(Secret("account", Key), "0x12")), StringComparison.Ordinal);
        Assert.Contains("expected an address", Wrong(Chain(Secret("account", Key), new string('0', 40))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_twice_a_strange_name_and_a_chain_without_its_contract_or_first_block_are_refused()
    {
        var one = $"{{ name = \"{Regtest}\", url = \"http://127.0.0.1:1/\" }}";
        string Eth(string more) => $$"""
            rings.swap.chains.eth { name = "eip155:31337", url = "http://127.0.0.1:1/", account-file = "{{Secret("account", Key)}}" {{more}} }
            """;

        Assert.Contains("ltc and ltd are one chain", Wrong($"rings.swap.chains {{\n ltc {one}\n ltd {one}\n}}"), StringComparison.Ordinal);
        Assert.Contains("begins with a letter", Wrong($"rings.swap.chains {{ 1ltc {one} }}"), StringComparison.Ordinal);
        Assert.Contains("rings swap deploy eth", Refused(Eth("")), StringComparison.Ordinal);
        Assert.Contains("name the hash of its first block", Refused(Eth($", contract = {new string('c', 40)}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_is_no_known_test_chain_needs_the_switch()
    {
        const string Main = "name = \"bip122:000000000019d6689c085ae165831e93\", url = \"http://127.0.0.1:1/\", "
            + "genesis = \"000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f\"";

        Assert.Contains("counts as real money", Refused($"rings.swap.chains.btc {{ {Main} }}"), StringComparison.Ordinal);
        Assert.Contains("allow-mainnet = on", Refused($"rings.swap.chains.btc {{ {Main} }}"), StringComparison.Ordinal);
        await using var allowed = Read($"rings.swap {{ allow-mainnet = on, chains.btc {{ {Main} }} }}").Chains[0].Make();
        Assert.False(allowed.Identity.IsTest);
    }

    [Fact]
    public async Task An_endpoint_that_is_down_is_told_each_time_it_is_asked()
    {
        await using var chain = Read($"rings.swap.chains.ltc {{ name = \"{Regtest}\", url = \"http://127.0.0.1:1/\" }}").Chains[0].Make();

        await Assert.ThrowsAsync<ChainException>(() => chain.TipAsync(default));
        await Assert.ThrowsAsync<ChainException>(() => chain.CheckAsync(ChainPlace.None, ChainPlace.None, ChainPlace.None, default));
    }

    private static string Key => string.Concat(Enumerable.Range(1, 32).Select(number => number.ToString("x2")));

    private string Secret(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static string Refused(string text) => Assert.Throws<UserErrorException>(() => Read(text).Chains[0].Make()).Message;

    private static string Wrong(string text) => Assert.Throws<UserErrorException>(() => Read(text)).Message;

    private static SwapSettings Read(string text) =>
        SwapSettings.From(ConfigurationFile.Parse("test", text, HostSettings.Reference()).WithFallback(HostSettings.Reference()));
}
