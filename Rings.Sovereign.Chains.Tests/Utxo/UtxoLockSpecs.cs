using System.Numerics;
using System.Text.Json;
using NBitcoin;
using Rings.Sovereign.Chains.Tests.Real;
using Rings.Sovereign.Chains.Utxo;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Utxo;

/// <summary>The script of a lock and the two transactions that spend it, by NBitcoin's interpreter and beside another builder.</summary>
public sealed class UtxoLockSpecs
{
    private const long Deadline = 1_800_000_000;

    private static readonly OutPoint Somewhere = new(uint256.Parse(new string('7', 64)), 3);
    private static readonly Script PayTo = new Key(SwapTerms.ClaimKey.ToByteArray()).PubKey.WitHash.ScriptPubKey;
    private static readonly Money Fee = Money.Satoshis(2_000);

    private readonly UtxoLock _lock = UtxoLock.Of(SwapTerms.Utxo(Deadline));

    [Fact]
    public void A_claim_with_the_preimage_and_a_refund_after_the_deadline_are_valid()
    {
        Assert.True(IsValid(Claim(SwapTerms.Preimage)));
        Assert.True(IsValid(Refund()));
    }

    [Fact]
    public void A_claim_with_another_preimage_or_another_key_is_none()
    {
        var another = UtxoSpends.Claim(
            _lock, Somewhere, new Key(SwapTerms.RefundKey.ToByteArray()), SwapTerms.Preimage, PayTo, Fee);

        Assert.False(IsValid(Claim(SwapTerms.Hash)));
        Assert.False(IsValid(another));
    }

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void A_preimage_of_another_length_is_refused_though_its_hash_is_right(int length)
    {
        var preimage = new byte[length];
        var hash = Bytes32.Read(System.Security.Cryptography.SHA256.HashData(preimage));
        var locked = UtxoLock.Of(SwapTerms.Utxo(Deadline) with { Hash = hash });
        var claim = UtxoSpends.Claim(
            locked, Somewhere, new Key(SwapTerms.ClaimKey.ToByteArray()), SwapTerms.Preimage, PayTo, Fee);
        var items = claim.Inputs[0].WitScript.Pushes.ToArray();
        claim.Inputs[0].WitScript = new WitScript([items[0], preimage, items[2], items[3]]);

        Assert.False(claim.Inputs.FindIndexedInput(0).VerifyScript(new TxOut(locked.Amount, locked.Output), out var error));
        Assert.Equal(ScriptError.EqualVerify, error);
    }

    [Fact]
    public void A_refund_whose_lock_time_is_a_second_too_early_is_refused_by_the_script()
    {
        var early = UtxoSpends.Refund(
            UtxoLock.Of(SwapTerms.Utxo(Deadline - 1)), Somewhere, new Key(SwapTerms.RefundKey.ToByteArray()), PayTo, Fee);
        early.Inputs[0].WitScript = Refund().Inputs[0].WitScript;

        Assert.False(early.Inputs.FindIndexedInput(0).VerifyScript(new TxOut(_lock.Amount, _lock.Output), out var error));
        Assert.Equal(ScriptError.UnsatisfiedLockTime, error);
    }

    [Fact]
    public void A_claim_is_142_virtual_bytes_at_most_and_can_be_replaced()
    {
        var claim = Claim(SwapTerms.Preimage);

        Assert.InRange(claim.GetVirtualSize(), 100, UtxoSpends.MaxVirtualBytes);
        Assert.InRange(Refund().GetVirtualSize(), 100, UtxoSpends.MaxVirtualBytes);
        Assert.True(claim.RBF);
        Assert.Equal(118, _lock.Script.Length);
    }

    [Fact]
    public void The_preimage_is_read_from_a_claim_and_from_nothing_else()
    {
        Assert.Equal(SwapTerms.Preimage, UtxoSpends.PreimageIn(_lock, [.. Claim(SwapTerms.Preimage).Inputs[0].WitScript.Pushes]));
        Assert.Null(UtxoSpends.PreimageIn(_lock, [.. Claim(SwapTerms.Hash).Inputs[0].WitScript.Pushes]));
        Assert.Null(UtxoSpends.PreimageIn(_lock, [.. Refund().Inputs[0].WitScript.Pushes]));
        Assert.Null(UtxoSpends.PreimageIn(_lock, []));
    }

    [Fact]
    public void A_lock_is_found_by_its_script_and_exactly_its_amount()
    {
        var transaction = Network.Main.CreateTransaction();
        transaction.Outputs.Add(_lock.Amount - Money.Satoshis(1), _lock.Output);
        transaction.Outputs.Add(_lock.Amount, PayTo);
        Assert.Null(_lock.FindIn(transaction));

        transaction.Outputs.Add(_lock.Amount, _lock.Output);

        Assert.Equal(new OutPoint(transaction, 2), _lock.FindIn(transaction));
    }

    [Fact]
    public void Terms_that_no_output_can_hold_are_refused()
    {
        var terms = SwapTerms.Utxo(Deadline);
        LockTerms[] wrong =
        [
            terms with { Deadline = UtxoLock.FirstSecond - 1 },
            terms with { Deadline = 1L << 32 },
            terms with { Amount = Amount.Zero },
            terms with { Amount = Amount.Of(UtxoLock.MaxUnits + 1) },
            terms with { Amount = Amount.Of(BigInteger.Pow(2, 256) - 1) },
            terms with { ClaimTo = ChainPlace.None },
            terms with { RefundTo = ChainPlace.Read(new byte[ChainPlace.AddressBytes - 1].Append((byte)1).ToArray()) },
        ];

        Assert.All(wrong, one => Assert.Throws<ArgumentException>(() => UtxoLock.Of(one)));
    }

    [AnvilFact]
    public async Task Script_claim_and_refund_are_the_same_bytes_as_another_builder_makes()
    {
        var terms = JsonSerializer.Serialize(new
        {
            hash = SwapTerms.Hash.ToString(),
            preimage = SwapTerms.Preimage.ToString(),
            claimTo = _lock.Terms.ClaimTo.ToString(),
            refundTo = _lock.Terms.RefundTo.ToString(),
            deadline = Deadline,
            txid = Somewhere.Hash.ToString(),
            index = Somewhere.N,
            amount = _lock.Amount.Satoshi,
            fee = Fee.Satoshi,
            payTo = PayTo.ToHex(),
            claimKey = SwapTerms.ClaimKey.ToString(),
            refundKey = SwapTerms.RefundKey.ToString(),
        });

        var theirs = JsonDocument.Parse(await RunningPart.RunAsync("node", Path.Combine(Parts.Scripts, "scripts.mjs"), terms)).RootElement;

        Assert.Equal(theirs.GetProperty("script").GetString(), _lock.Script.ToHex());
        Assert.Equal(theirs.GetProperty("output").GetString(), _lock.Output.ToHex());
        Assert.Equal(theirs.GetProperty("claim").GetString(), Claim(SwapTerms.Preimage).ToHex());
        Assert.Equal(theirs.GetProperty("refund").GetString(), Refund().ToHex());
    }

    private Transaction Claim(Bytes32 preimage) =>
        UtxoSpends.Claim(_lock, Somewhere, new Key(SwapTerms.ClaimKey.ToByteArray()), preimage, PayTo, Fee);

    private Transaction Refund() =>
        UtxoSpends.Refund(_lock, Somewhere, new Key(SwapTerms.RefundKey.ToByteArray()), PayTo, Fee);

    private bool IsValid(Transaction transaction) =>
        transaction.Inputs.FindIndexedInput(0).VerifyScript(new TxOut(_lock.Amount, _lock.Output), out _);
}
