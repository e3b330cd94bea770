using Rings.Sovereign.Chains.Evm;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Fuzz.Targets;

/// <summary>What strangers put on the chains of a swap: transactions in which a lock and its preimage are looked for, and calls of contracts.</summary>
internal sealed class SwapChainTarget : IFuzzTarget
{
    private static readonly Bytes32 Preimage = Bytes32.Read([.. Enumerable.Range(1, Bytes32.Length).Select(number => (byte)number)]);
    private static readonly ChainPlace PublicKey = ChainPlace.Read([2, .. Enumerable.Repeat((byte)7, ChainPlace.KeyBytes - 1)]);

    private readonly UtxoLock _lock = UtxoLock.Of(new(
        ChainName.Read("bip122:530827f38f93b43ed12af0b3ad25a288"), Amount.Of(1_000_000), SwapSecrets.HashOf(Preimage),
        PublicKey, PublicKey, 1_800_000_000, ChainPlace.None));

    public string Name => "swap-chain";

    public int MaxBytes => 4096;

    // NBitcoin makes room for as many bytes as a length says, up to 16 MiB, before it looks whether they are there.
    public long MaxAllocatedBytes => 1 << 25;

    public IEnumerable<byte[]> Seeds()
    {
        // Version 2, one input with a witness of four items, the second of them the preimage, and one output.
        byte[] output = [.. _lock.Output.ToBytes()];
        yield return
        [
            2, 0, 0, 0, 0, 1, 1, .. new byte[36], 0, 0xfd, 0xff, 0xff, 0xff, 1, .. BitConverter.GetBytes(1_000_000L), (byte)output.Length, .. output,
            4, 1, 7, 32, .. Preimage.ToByteArray(), 1, 1, 1, 0x51, 0, 0, 0, 0,
        ];
        yield return [1, 2, 3, 4, .. Preimage.ToByteArray(), .. new byte[32]];
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        var hex = Convert.ToHexStringLower(input);
        if (UtxoRpc.ParseOrNull(hex) is { } transaction)
        {
            _lock.FindIn(transaction);
            foreach (var one in transaction.Inputs) UtxoSpends.PreimageIn(_lock, [.. one.WitScript.Pushes]);
        }

        HtlcContract.PreimageIn(hex, _lock.Terms.Hash);
        if (ChainName.TryParse(System.Text.Encoding.Latin1.GetString(input), out var name) && name.ToString().Length == 0)
            throw new InvalidOperationException("A name that was read is empty.");
    }
}
