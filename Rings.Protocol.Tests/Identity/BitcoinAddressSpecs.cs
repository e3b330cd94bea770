using CsCheck;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

public class BitcoinAddressSpecs
{
    private static readonly byte[] SecretOne = [.. new byte[31], 1];

    [Theory]
    [InlineData("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")]
    public void Both_addresses_of_key_1_are_its_account(string address)
    {
        var account = AccountDid.OfBitcoin(Secp256k1.PublicKey(SecretOne, compressed: true));

        Assert.Equal(account, BitcoinAddress.Parse(address));
    }

    [Fact]
    public void The_address_of_the_plain_key_1_is_another_account() => Assert.Equal(
        AccountDid.OfBitcoin(Secp256k1.PublicKey(SecretOne, compressed: false)),
        BitcoinAddress.Parse("1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm"));

    [Fact]
    public void What_is_written_is_read_back() =>
        DidSpecs.Any.Sample(did => Assert.Equal(did, BitcoinAddress.Parse(BitcoinAddress.Format(did))));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1111111111111111111111111111111111111111111111111111111111111111111111")]
    [InlineData("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMh")]
    [InlineData("3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3tb")]
    [InlineData("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx")]
    [InlineData("bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")]
    [InlineData("bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7\u212av8f3t4")]
    public void Other_text_gets_a_typed_error(string text) => Assert.Equal(
        "Bitcoin address", Assert.Throws<ProtocolException>(() => BitcoinAddress.Parse(text)).Field);

    [Theory]
    [InlineData("bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr", "Taproot")]
    [InlineData("3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", "P2SH")]
    [InlineData("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "test network")]
    [InlineData("mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", "test network")]
    [InlineData("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "whole")]
    public void An_address_of_another_form_is_refused_with_its_reason(string text, string reason) => Assert.Contains(
        reason, Assert.Throws<ProtocolException>(() => BitcoinAddress.Parse(text)).Expected, StringComparison.Ordinal);
}
