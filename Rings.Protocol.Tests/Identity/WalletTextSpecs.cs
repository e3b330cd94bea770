using System.Text;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class WalletTextSpecs
{
    private const string EthereumSecret = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";

    private const string EthereumSignature =
        "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
        + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";

    private static readonly byte[] SecretOne = [.. new byte[31], 1];

    [Theory]
    [InlineData("Some data", "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655")]
    [InlineData("hello world", "d9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68")]
    public void Eip191_digests_are_those_of_the_vectors(string text, string digest) =>
        Assert.Equal(digest, Convert.ToHexStringLower(WalletText.Hash(AccountKind.Eip191, text)));

    [Fact]
    public void A_personal_sign_signature_is_that_of_the_vector_byte_for_byte()
    {
        using var key = AccountKey.FromSecret(AccountKind.Eip191, Convert.FromHexString(EthereumSecret));

        Assert.Equal(
            "2c7536e3605d9c16a7a3d7b1898e529396a65c23", Convert.ToHexStringLower(key.Did.ToByteArray()));
        Assert.Equal(EthereumSignature, Convert.ToHexStringLower(key.Sign("Some data")));
        Assert.True(AccountSignature.Verify(
            AccountKind.Eip191, key.Did, [], "Some data", Convert.FromHexString(EthereumSignature)));
    }

    [Fact]
    public void A_Bip137_digest_is_that_of_the_vector() => Assert.Equal(
        "f8a5affbef4a3241b19067aa694562f64f513310817297089a8929a930f4f933",
        Convert.ToHexStringLower(WalletText.Hash(AccountKind.Bip137, "Vires is Numeris")));

    [Fact]
    public void A_Bip137_signature_of_an_uncompressed_key_is_that_of_the_vector()
    {
        const string Text = "vires is numeris";
        var expected = Convert.FromBase64String(
            "HF8nHqFr3K2UKYahhX3soVeoW8W1ECNbr0wfck7lzyXjCS5Q16Ek45zyBuy1Fiy9sTPKVgsqqOuPvbycuVSSVl8=");
        var signature = new byte[64];
        var recoveryId = Secp256k1.Sign(SecretOne, WalletText.Hash(AccountKind.Bip137, Text), signature);
        var account = AccountDid.OfBitcoin(Secp256k1.PublicKey(SecretOne, compressed: false));

        Assert.Equal(expected, new byte[] { (byte)(27 + recoveryId) }.Concat(signature));
        Assert.True(AccountSignature.Verify(AccountKind.Bip137, account, [], Text, expected));
    }

    [Fact]
    public void The_signature_of_a_real_address_recovers_it()
    {
        // Base58Check of 16UwLL9Risc3QfPqBUvKofHmBQ7wMtjvM.
        var account = Did.Read(Convert.FromHexString("010966776006953d5567439e5e39f86a0d273bee"));
        var signature = Convert.FromBase64String(
            "G8JawPtQOrybrSP1WHQnQPr67B9S3qrxBrl1mlzoTJOSHEpmnF7D3+t+LX0Xei9J20B5AIdPbeL3AaTBZ4N3bY0=");

        Assert.True(AccountSignature.Verify(AccountKind.Bip137, account, [], "vires is numeris", signature));
        Assert.False(AccountSignature.Verify(AccountKind.Bip137, account, [], "vires is Numeris", signature));
    }

    [Theory]
    [InlineData(252)]
    [InlineData(253)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Bip137_lengths_take_Bitcoins_variable_form(int length)
    {
        var text = new string('x', length);
        byte[] prefix = length < 253 ? [(byte)length]
            : length < 65_536 ? [0xfd, (byte)length, (byte)(length >> 8)]
            : [0xfe, (byte)length, (byte)(length >> 8), (byte)(length >> 16), (byte)(length >> 24)];

        Assert.Equal(
            Hash.Sha256Twice([0x18, .. "Bitcoin Signed Message:\n"u8, .. prefix, .. Encoding.UTF8.GetBytes(text)]),
            WalletText.Hash(AccountKind.Bip137, text));
    }
}
