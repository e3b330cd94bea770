using System.Globalization;
using System.Text;

namespace Rings.Sovereign.Swaps;

/// <summary>
/// What takes this side's own money back without this node: its lock's terms, and on a UTXO chain the key of the refund. On an EVM
/// chain anybody may call the contract, and the money goes where the terms say.
/// </summary>
internal static class SwapExport
{
    /// <summary>The text; null where this side has nothing to take back, or its terms are not agreed.</summary>
    public static string? Of(SwapSide side)
    {
        ArgumentNullException.ThrowIfNull(side);
        if (side.Terms.Accept is null || side.Stage is SwapStage.Agreed or SwapStage.Abandoned) return null;
        var terms = side.Terms.Lock(side.Own);
        var isUtxo = terms.Chain.Kind == ChainKind.Utxo;
        var text = new StringBuilder("Rings Network: the refund of a swap\n").Append(isUtxo
            ? "Who has this sheet can take the money from the refund time on. Keep it secret.\n\n"
            : "Nothing on this sheet is secret. From the refund time on anybody may call refund(hash, claimer, refund, time).\n\n");
        void Line(string name, object value) => text.Append(name).Append(": ").Append(value).Append('\n');
        Line("Swap", side.Id);
        Line("Chain", terms.Chain);
        Line("Amount", terms.Amount);
        Line("Hash", terms.Hash);
        Line("Claimer", terms.ClaimTo);
        Line("Refund", terms.RefundTo);
        Line("Refund time", terms.Deadline.ToString(CultureInfo.InvariantCulture));
        if (isUtxo) Line("Refund key", side.Secrets.RefundKey);
        else Line("Contract", terms.Contract);
        return text.ToString();
    }
}
