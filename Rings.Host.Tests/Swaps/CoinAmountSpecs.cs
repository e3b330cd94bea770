using System.Numerics;
using Rings.Host.JsonRpc;
using Rings.Host.Swaps;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Tests.Swaps;

public sealed class CoinAmountSpecs
{
    private static readonly SwapChain Ltc = new(
        "ltc", ChainName.Read("bip122:530827f38f93b43ed12af0b3ad25a288"), null, new(1, 1, 1, 0, Amount.Zero), [], []);

    private static readonly SwapSettings Settings = new(SwapTimes.Default, false, TimeSpan.FromSeconds(1), [Ltc]);

    [Theory]
    [InlineData("0.5ltc", 50_000_000, "0.5ltc")]
    [InlineData("1 ltc", 100_000_000, "1ltc")]
    [InlineData("0.00000001ltc", 1, "0.00000001ltc")]
    [InlineData("21000000.10ltc", 2_100_000_010_000_000, "21000000.1ltc")]
    [InlineData("0ltc", 0, "0ltc")]
    [InlineData("1.000000000ltc", 100_000_000, "1ltc")]
    public void An_amount_is_whole_coins_and_comes_back(string text, long units, string shown)
    {
        var (chain, amount) = CoinAmount.Read(Settings, text, "give");

        Assert.Equal((Ltc.Name, new BigInteger(units)), (chain, amount.Units));
        Assert.Equal(shown, CoinAmount.Text(Ltc, amount));
    }

    [Theory]
    [InlineData("ltc", "is no amount")]
    [InlineData("0.5", "is no amount")]
    [InlineData("-1ltc", "is no amount")]
    [InlineData("1e3ltc", "There is no chain 'e3ltc'")]
    [InlineData(".5ltc", "is no amount")]
    [InlineData("1btc", "There is no chain 'btc'")]
    [InlineData("0.000000001ltc", "8 decimal places")]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999999999999999999999ltc", "above 2^256 - 1")]
    public void What_is_none_is_refused_with_what_would_do(string text, string expected)
    {
        var wrong = Assert.Throws<JsonRpcException>(() => CoinAmount.Read(Settings, text, "give"));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
        Assert.Equal("give", wrong.Parameter);
    }

    [Fact]
    public void Each_refusal_has_words_of_its_own_and_names_its_field()
    {
        var words = Enum.GetValues<SwapFault>().Select(fault => SwapWords.Of(fault)).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.DoesNotContain(SwapWords.Of((SwapFault)200), words);
        Assert.Equal(
            "The wallet has not the money. give.amount: expected a balance of 5.",
            SwapWords.Of(new SwapRefusal(SwapFault.NoMoney, "give.amount", "a balance of 5")));
    }
}
