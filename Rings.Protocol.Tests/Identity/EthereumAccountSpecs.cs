using Nethereum.Signer;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class EthereumAccountSpecs
{
    [Fact]
    public void The_quick_curve_code_is_switched_on()
    {
        using var account = TestAccounts.Account(AccountKind.Eip191);
        account.Sign("text");

        Assert.True(EthECKey.SignRecoverable);
    }

    /// <summary>Nethereum itself refuses such a key, which one in 256 is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    public void A_key_that_begins_with_zeros_signs_as_any_other(int zeros)
    {
        var secret = TestAccounts.Seed(3);
        secret.AsSpan(0, zeros).Clear();
        using var account = AccountKey.FromSecret(AccountKind.Eip191, secret);
        EthECKey.SignRecoverable = true;
        Assert.Throws<ArgumentException>(() => new EthECKey(secret, isPrivate: true).SignAndCalculateV(new byte[32]));

        var signature = account.Sign("text");

        Assert.True(AccountSignature.Verify(AccountKind.Eip191, account.Did, [], "text", signature));
    }

    [Fact]
    public void A_signature_by_Nethereum_is_that_of_the_curve_itself()
    {
        var hash = Hash.Keccak256("hash"u8);
        for (var number = 0; number < 300; number++)
        {
            var secret = TestAccounts.Seed(number);
            var expected = new byte[65];
            expected[64] = (byte)(27 + Secp256k1.Sign(secret, hash, expected));

            Assert.Equal(expected, EthereumAccount.Sign(secret, hash));
            Assert.Equal(
                AccountDid.OfEthereum(Secp256k1.PublicKey(secret, compressed: false)),
                EthereumAccount.Recover(hash, expected));
        }
    }

    [Fact]
    public void An_address_is_a_Did_in_the_case_of_EIP_55()
    {
        for (var number = 0; number < 300; number++)
        {
            var did = Did.Read(Hash.Keccak256(TestAccounts.Seed(number)).AsSpan(0, 20));
            Assert.Equal(did.ToString("E", null), EthereumAccount.Address(did));
        }
    }

    [Fact]
    public void Secrets_and_hashes_of_other_sizes_are_refused_by_name()
    {
        Assert.Throws<ProtocolException>(() => EthereumAccount.Sign(new byte[31], new byte[32]));
        Assert.Throws<ProtocolException>(() => EthereumAccount.Sign(new byte[32], new byte[32]));
        Assert.Null(EthereumAccount.Recover(new byte[31], new byte[65]));
    }
}
