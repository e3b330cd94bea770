using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Rings.Host.JsonRpc;
using Rings.Sovereign.Swaps;

namespace Rings.Host.Swaps;

/// <summary>Amounts as people write them: <c>0.5ltc</c>, a number of whole coins and the name of a configured chain.</summary>
internal static partial class CoinAmount
{
    /// <summary>Reads one.</summary>
    /// <param name="settings">The chains.</param>
    /// <param name="text">What was said.</param>
    /// <param name="name">The parameter, for the error.</param>
    /// <exception cref="JsonRpcException">It is none; the message says what would do.</exception>
    public static (ChainName Chain, Amount Amount) Read(SwapSettings settings, string text, string name)
    {
        var form = Form().Match(text);
        if (!form.Success) throw JsonRpcArguments.Wrong(name, $"'{JsonRpcArguments.Shown(text)}' is no amount: expected one such as 0.5ltc.");
        var key = form.Groups[3].Value;
        var chain = settings.Chains.FirstOrDefault(one => one.Key == key) ?? throw JsonRpcArguments.Wrong(
            name, $"There is no chain '{key}' in {SwapSettings.Section}.chains: {string.Join(", ", settings.Chains.Select(one => one.Key))}.");
        var fraction = form.Groups[2].Value.TrimEnd('0');
        if (fraction.Length > chain.Decimals)
            throw JsonRpcArguments.Wrong(name, $"{key} has {chain.Decimals} decimal places, not {fraction.Length}.");
        var units = BigInteger.Parse(form.Groups[1].Value + fraction.PadRight(chain.Decimals, '0'), CultureInfo.InvariantCulture);
        return units.GetBitLength() <= 8 * Amount.Bytes
            ? (chain.Name, Amount.Of(units))
            : throw JsonRpcArguments.Wrong(name, $"The amount is above 2^256 - 1 of the smallest unit.");
    }

    /// <summary>An amount in whole coins, with the chain's name behind it.</summary>
    public static string Text(SwapChain chain, Amount amount)
    {
        var digits = amount.ToString().PadLeft(chain.Decimals + 1, '0');
        var (whole, fraction) = (digits[..^chain.Decimals], digits[^chain.Decimals..].TrimEnd('0'));
        return fraction.Length == 0 ? whole + chain.Key : $"{whole}.{fraction}{chain.Key}";
    }

    [GeneratedRegex(@"^([0-9]{1,80})(?:\.([0-9]{1,80}))? ?([a-z][a-z0-9]{0,15})\z")]
    private static partial Regex Form();
}
