using CsCheck;
using Rings.Protocol.Tests.Before;

namespace Rings.Protocol.Tests.Crypto;

public class KeccakSpecs
{
    [Fact]
    public void Agrees_with_another_implementation_on_every_length() => Gen.Int[0, 700].Sample(length =>
    {
        var data = new byte[length];
        for (var i = 0; i < length; i++) data[i] = (byte)(i * 7 + length);
        var expected = new byte[32];
        ManagedKeccak.Hash256(data, expected);

        Assert.Equal(expected, Rings.Protocol.Crypto.Hash.Keccak256(data));
    });
}
