using Nethereum.RPC.Eth.DTOs;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>What the contract's events say of one lock.</summary>
/// <param name="Opened">The height of the block that opened it with exactly its amount; null: none did.</param>
/// <param name="Spent">What ended it, with the height and the transaction's id; null: nothing.</param>
/// <param name="Preimage">The preimage that its claim showed.</param>
internal sealed record EvmSeen(
    long? Opened, (SpendKind Kind, long Height, string TransactionId)? Spent, Bytes32? Preimage)
{
    /// <summary>Reads the events of a lock's id.</summary>
    public static EvmSeen Read(HtlcContract contract, LockTerms terms, IEnumerable<FilterLog> logs)
    {
        var seen = new EvmSeen(null, null, null);
        foreach (var log in logs.Where(log => !log.Removed && log.BlockNumber is not null))
        {
            var height = (long)log.BlockNumber.Value;
            if (contract.OpenedWith(log) is { } amount && amount == terms.Amount)
                seen = seen with { Opened = height };
            else if (contract.ClaimedWith(log) is { } preimage)
                seen = seen with { Preimage = preimage, Spent = (SpendKind.Claim, height, log.TransactionHash) };
            else if (contract.IsRefunded(log))
                seen = seen with { Spent = (SpendKind.Refund, height, log.TransactionHash) };
        }

        return seen;
    }
}
