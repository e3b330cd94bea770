using CsCheck;
using Nethereum.Util;

namespace Rings.Protocol.Tests.Crypto;

public class KeccakSpecs
{
    [Fact]
    public void Agrees_with_another_implementation_on_every_length() => Gen.Int[0, 700].Sample(length =>
    {
        var data = new byte[length];
        for (var i = 0; i < length; i++) data[i] = (byte)(i * 7 + length);

        Assert.Equal(Sha3Keccack.Current.CalculateHash(data), Rings.Protocol.Crypto.Hash.Keccak256(data));
    });
}
