using System.Text.Json.Nodes;
using NBitcoin;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using BitcoinAddress = Rings.Protocol.Identity.BitcoinAddress;

namespace Rings.Protocol.Tests.Identity;

/// <summary>Against the vectors of the proposal itself, and NBitcoin's transactions.</summary>
public class Bip322Specs
{
    private static readonly JsonNode File = Repository.Vectors("bip322.json");

    [Fact]
    public void The_transactions_that_nobody_can_make_have_the_hashes_of_the_vectors()
    {
        var hashes = File["tx_hashes"]!.AsArray();
        foreach (var one in hashes)
        {
            var (message, account) = (Text(one!, "message"), BitcoinAddress.Parse(Text(one!, "address")));
            var toSpend = Hash.Sha256Twice(Bip322.ToSpend(message, [0, 20, .. account.ToByteArray()]));
            Array.Reverse(toSpend);

            Assert.Equal(Text(one!, "message_hash"), Convert.ToHexStringLower(Bip322.MessageHash(message)));
            Assert.Equal(Text(one!, "to_spend_tx_hash"), Convert.ToHexStringLower(toSpend));
        }

        Assert.Equal(3, hashes.Count);
    }

    [Fact]
    public void Signatures_of_one_key_for_a_segwit_address_are_taken_back_and_verify()
    {
        var valid = File["valid"]!.AsArray();
        foreach (var one in valid)
        {
            var (message, account) = (Text(one!, "message"), BitcoinAddress.Parse(Text(one!, "address")));

            var signature = Bip322.ToCompact(account, message, WalletSignature.DecodeBip322(Text(one!, "signature")));

            Assert.True(AccountSignature.Verify(AccountKind.Bip322, account, [], message, signature));
            Assert.False(AccountSignature.Verify(AccountKind.Bip322, account, [], message + " ", signature));
            Assert.False(AccountSignature.Verify(AccountKind.Bip137, account, [], message, signature));
            using var key = AccountKey.FromSecret(
                AccountKind.Bip322, Key.Parse(Text(one!, "private_key"), Network.Main).ToBytes());
            Assert.Equal(account, key.Did);
            Assert.True(AccountSignature.Verify(AccountKind.Bip322, account, [], message, key.Sign(message)));
        }

        Assert.True(valid.Count >= 5, $"{valid.Count} vectors");
    }

    [Fact]
    public void Every_other_form_and_every_wrong_signature_of_the_vectors_is_refused_by_name()
    {
        var refused = File["refused"]!.AsArray();
        foreach (var one in refused)
        {
            Assert.Throws<ProtocolException>(() =>
            {
                var account = BitcoinAddress.Parse(Text(one!, "address"));
                Bip322.ToCompact(
                    account, Text(one!, "message"), WalletSignature.DecodeBip322(Text(one!, "signature")));
            });
        }

        Assert.True(refused.Count >= 40, $"{refused.Count} vectors");
    }

    /// <summary>NBitcoin builds and hashes the same transactions by itself.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_NBitcoin_signs_for_both_kinds_of_addresses_is_taken_back(bool nested)
    {
        for (var number = 1; number <= 50; number++)
        {
            var key = new Key(TestAccounts.Seed(number));
            var account = AccountDid.OfBitcoin(key.PubKey.ToBytes());
            var message = $"message {number}";
            byte[] stack = Stack(key, message, nested);

            var signature = Bip322.ToCompact(account, message, stack);

            Assert.Equal(nested, signature[0] < Bip322.FirstNative);
            Assert.True(AccountSignature.Verify(AccountKind.Bip322, account, [], message, signature));
            signature[0] = (byte)(nested ? signature[0] + 4 : signature[0] - 4);
            Assert.False(AccountSignature.Verify(AccountKind.Bip322, account, [], message, signature));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(-34)]
    [InlineData(-33)]
    [InlineData(-1)]
    public void A_changed_byte_of_the_stack_is_refused_by_name(int at)
    {
        var key = new Key(TestAccounts.Seed(1));
        var account = AccountDid.OfBitcoin(key.PubKey.ToBytes());
        var stack = Stack(key, "message", nested: false);
        stack[at < 0 ? stack.Length + at : at] ^= 1;

        Assert.Throws<ProtocolException>(() => Bip322.ToCompact(account, "message", stack));
        Assert.Throws<ProtocolException>(() => Bip322.ToCompact(account, "message", stack.AsSpan(0, Math.Max(0, at))));
    }

    private static byte[] Stack(Key key, string message, bool nested)
    {
        var script = nested ? key.PubKey.WitHash.ScriptPubKey.Hash.ScriptPubKey : key.PubKey.WitHash.ScriptPubKey;
        var toSpend = Network.Main.CreateTransaction();
        toSpend.Version = 0;
        toSpend.Inputs.Add(new TxIn(new OutPoint(uint256.Zero, uint.MaxValue), new Script(
            OpcodeType.OP_0, Op.GetPushOp(Bip322.MessageHash(message))))
        { Sequence = 0 });
        toSpend.Outputs.Add(new TxOut(Money.Zero, script));
        var toSign = Network.Main.CreateTransaction();
        toSign.Version = 0;
        toSign.Inputs.Add(new TxIn(new OutPoint(toSpend, 0)) { Sequence = 0 });
        toSign.Outputs.Add(new TxOut(Money.Zero, new Script(OpcodeType.OP_RETURN)));
        var hash = toSign.GetSignatureHash(
            key.PubKey.Hash.ScriptPubKey, 0, SigHash.All, toSpend.Outputs[0], HashVersion.WitnessV0);
        var der = key.Sign(hash).ToDER();
        return [2, (byte)(der.Length + 1), .. der, 1, 33, .. key.PubKey.ToBytes()];
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
