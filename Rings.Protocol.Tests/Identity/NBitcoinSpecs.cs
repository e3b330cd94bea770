using System.Globalization;
using NBitcoin;
using NBitcoin.BIP322;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

/// <summary>
/// NBitcoin about addresses and BIP-137, both ways, and what it signs by BIP-322. RINGS_NBITCOIN sets how many keys (1,000 unless it does).
/// </summary>
public class NBitcoinSpecs
{
    private static readonly int Keys = int.Parse(
        Environment.GetEnvironmentVariable("RINGS_NBITCOIN") ?? "1000", CultureInfo.InvariantCulture);

    [Fact]
    public void NBitcoin_names_and_signs_for_the_same_accounts()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var secret = new byte[32];
        for (var i = 0; i < Keys; i++)
        {
            do random.NextBytes(secret);
            while (!Secp256k1.IsPrivateKey(secret));
            using var ours = AccountKey.FromSecret(AccountKind.Bip137, secret);
            using var theirs = new Key(secret);
            var text = $"message {i} of {seed}: {new string('ü', random.Next(300))}";
            var segwit = (BitcoinWitPubKeyAddress)theirs.PubKey.GetAddress(ScriptPubKeyType.Segwit, Network.Main);
            var plain = (BitcoinPubKeyAddress)theirs.PubKey.GetAddress(ScriptPubKeyType.Legacy, Network.Main);

            Assert.Equal(ours.Did, Rings.Protocol.Identity.BitcoinAddress.Parse(segwit.ToString()));
            Assert.Equal(ours.Did, Rings.Protocol.Identity.BitcoinAddress.Parse(plain.ToString()));
            Assert.Equal(plain.ToString(), Rings.Protocol.Identity.BitcoinAddress.Format(ours.Did));
            Assert.True(plain.VerifyBIP322(text, Convert.ToBase64String(ours.Sign(text))), $"seed {seed}");
            Assert.Equal(ours.Did, WalletSignature.RecoverAccount(
                AccountKind.Bip137, text, WalletSignature.Parse(
                    AccountKind.Bip137, theirs.SignBIP322(plain, text, SignatureType.Legacy).ToBase64())));
            var simple = theirs.SignBIP322(segwit, text, SignatureType.Simple).ToBase64();
            Assert.True(AccountSignature.Verify(
                AccountKind.Bip322, ours.Did, [], text,
                Bip322.ToCompact(ours.Did, text, WalletSignature.DecodeBip322(simple))), $"seed {seed}");
        }
    }
}
