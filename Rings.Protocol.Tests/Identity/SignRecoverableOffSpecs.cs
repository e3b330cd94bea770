using Nethereum.Signer;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

[Collection(SignRecoverableGroup.Name)]
public class SignRecoverableOffSpecs
{
    [Theory]
    [InlineData(AccountKind.Secp256k1)]
    [InlineData(AccountKind.Eip191)]
    public void Turned_off_behind_our_back_the_next_signature_says_so_and_is_not_made(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        account.Sign("text");
        EthECKey.SignRecoverable = false;
        try
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => account.Sign("text"));
            Assert.Contains("SignRecoverable", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            EthECKey.SignRecoverable = true;
        }

        Assert.Equal(65, account.Sign("text").Length);
    }
}
