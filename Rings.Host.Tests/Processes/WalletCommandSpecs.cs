using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;

namespace Rings.Host.Tests.Processes;

/// <summary>Accounts whose key is in a wallet begin sessions by the program, as their owners would.</summary>
public sealed class WalletCommandSpecs : IDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly string _data = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose()
    {
        if (Directory.Exists(_data)) Directory.Delete(_data, recursive: true);
    }

    [Theory]
    [InlineData(AccountKind.Secp256r1)]
    [InlineData(AccountKind.Ed25519)]
    public async Task A_kind_that_carries_its_key_begins_by_the_key(AccountKind kind)
    {
        using var wallet = AccountKey.FromSecret(kind, Secret);
        var key = Convert.ToHexStringLower(wallet.CarriedPublicKey.Span);

        await Begins(wallet, "--public-key", key);
        var refused = await RunAsync("session", "new", "--account-kind", $"{kind}", "--wallet", wallet.Did.ToString());

        Assert.NotEqual(0, refused.Code);
        Assert.Contains("public key", refused.ErrorLines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--wallet", "1")]
    [InlineData("--wallet", "bc1q")]
    [InlineData("--signed-text", "")]
    public async Task A_Bitcoin_wallet_begins_by_its_address_or_by_any_text_that_it_signed(string option, string form)
    {
        using var wallet = AccountKey.FromSecret(AccountKind.Bip137, Secret);
        string[] named = form switch
        {
            "1" => [option, BitcoinAddress.Format(wallet.Did)],
            "bc1q" => [option, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
            _ => [option, "hello", "--signature", Convert.ToBase64String(wallet.Sign("hello"))],
        };
        if (form != "bc1q")
        {
            await Begins(wallet, named);
            return;
        }

        using var one = AccountKey.FromSecret(AccountKind.Bip137, [.. new byte[31], 1]);
        await Begins(one, named);
    }

    [Fact]
    public async Task An_Ethereum_wallet_is_given_typed_data()
    {
        var secret = Convert.ToHexStringLower(Secret);
        using var wallet = AccountKey.FromSecret(AccountKind.Eip712, Secret);
        var printed = (await RunAsync(
            "session", "new", "--account-kind", "eip712", "--wallet", wallet.Did.ToString("E", null), "--json")).Json();
        var typed = printed["typedData"]!;

        Assert.Equal("Delegation", (string?)typed["primaryType"]);
        Assert.Equal(wallet.Did.ToString("E", null), (string?)typed["message"]!["account"]);
        Assert.Null(typed["domain"]!["chainId"]);

        using var same = AccountKey.FromSecret(AccountKind.Eip191, Secret);
        var wrong = await RunAsync("session", "complete", "0x" + Convert.ToHexStringLower(same.Sign("another text")));
        Assert.NotEqual(0, wrong.Code);
        Assert.Contains("signature", wrong.ErrorLines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(secret, printed.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>Nethereum reads the printed JSON and signs it, as a wallet would.</summary>
    [Fact]
    public async Task An_Ethereum_wallet_signs_the_typed_data_and_the_session_begins()
    {
        var account = AccountKey.FromSecret(AccountKind.Eip712, Secret).Did;
        var printed = (await RunAsync(
            "session", "new", "--account-kind", "eip712", "--external", account.ToString(), "--json")).Json();
        var signature = NethereumWallet.Sign(printed["typedData"]!.ToJsonString(), Secret);

        var session = (await RunAsync("session", "complete", signature, "--json")).Json();

        Assert.Equal(account.ToString(), (string?)session["did"]);
        Assert.Equal("Eip712", (string?)session["kind"]);
        Assert.Equal(session.ToJsonString(), (await RunAsync("session", "show", "--json")).Json().ToJsonString());
    }

    /// <summary>NBitcoin signs the printed text by BIP-322, as wallets do for segwit addresses.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_segwit_wallet_signs_the_text_by_BIP_322_and_the_session_begins(bool byPublicKey)
    {
        using var wallet = new NBitcoin.Key(Secret);
        var address = wallet.PubKey.GetAddress(NBitcoin.ScriptPubKeyType.Segwit, NBitcoin.Network.Main);
        string[] named = byPublicKey ? ["--public-key", wallet.PubKey.ToHex()] : ["--external", $"{address}"];
        var text = (string)(await RunAsync(
            ["session", "new", "--account-kind", "bip322", .. named, "--json"])).Json()["text"]!;
        var wrong = wallet.SignBIP322(address, text + " ", NBitcoin.BIP322.SignatureType.Simple).ToBase64();
        var right = wallet.SignBIP322(address, text, NBitcoin.BIP322.SignatureType.Simple).ToBase64();

        Assert.Contains("BIP-322", (await RunAsync("session", "complete", wrong)).Complaint(), StringComparison.Ordinal);
        var session = (await RunAsync("session", "complete", right, "--json")).Json();

        Assert.Equal(AccountKey.FromSecret(AccountKind.Bip322, Secret).Did.ToString(), (string?)session["did"]);
        Assert.Equal("Bip322", (string?)session["kind"]);
    }

    [Theory]
    [InlineData("bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr", "Taproot")]
    [InlineData("3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", "public key")]
    [InlineData("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "test network")]
    public async Task Another_Bitcoin_address_is_refused_with_its_reason(string address, string reason)
    {
        var refused = await RunAsync("session", "new", "--account-kind", "Bip137", "--wallet", address);

        Assert.NotEqual(0, refused.Code);
        Assert.Contains(reason, refused.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_the_case_of_another_chain_is_told_what_is_wrong_with_it()
    {
        var refused = await RunAsync("session", "new", "--wallet", "0x5dD8d282F24224Fb539FFbDc720Fa7bF1144C606");

        Assert.Contains("lower case", refused.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("--wallet", (await RunAsync("session", "new")).ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_by_BIP_322_where_BIP_137_is_wanted_is_told_the_kind_that_takes_it()
    {
        using var wallet = AccountKey.FromSecret(AccountKind.Bip137, Secret);
        await RunAsync("session", "new", "--account-kind", "Bip137", "--wallet", wallet.Did.ToString());

        var refused = await RunAsync(
            "session", "complete",
            "AkcwRAIgM2gBAQqvZX15ZiysmKmQpDrG83avLIT492QBzLnQIxYCIBaTpOaD20qRlEylyxFSeEA2ba9YOixpX8z46TSDtS40ASECx/EgAxlkQpQ9hYjgGu6EBCPMVPwVIVJqO4XCsMvViHI=");

        Assert.Contains("Bip322", refused.ErrorLines[0], StringComparison.Ordinal);
    }

    private async Task Begins(AccountKey wallet, params string[] named)
    {
        var text = (string)(await RunAsync(
            ["session", "new", "--account-kind", $"{wallet.Kind}", .. named, "--json"])).Json()["text"]!;
        var session = (await RunAsync(
            "session", "complete", Convert.ToHexStringLower(wallet.Sign(text)), "--json")).Json();

        Assert.Equal(wallet.Did.ToString(), (string?)session["did"]);
        Assert.Equal($"{wallet.Kind}", (string?)session["kind"]);
    }

    private Task<Program.Ended> RunAsync(params string[] arguments) => Program.RunAsync([.. arguments, "--data-dir", _data]);
}
