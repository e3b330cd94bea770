using System.Numerics;
using Nethereum.RPC.Eth.DTOs;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Evm;

/// <summary>What a node says of one block.</summary>
/// <param name="Hash">With 0x.</param>
/// <param name="Height">From 0.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="BaseFee">Of one unit of gas, wei.</param>
internal sealed record EvmHeader(string Hash, long Height, long Time, BigInteger BaseFee)
{
    /// <summary>Reads a block.</summary>
    /// <exception cref="ChainException">A number of it is out of range.</exception>
    public static EvmHeader Of(Block block)
    {
        try
        {
            return new(
                block.BlockHash, (long)block.Number.Value, (long)block.Timestamp.Value, block.BaseFeePerGas?.Value ?? BigInteger.Zero);
        }
        catch (OverflowException e)
        {
            throw new ChainException("A block's height or time is out of range.", e);
        }
    }
}
