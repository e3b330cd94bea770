using System.Text;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.Tests.Groups;

public sealed class HashToSecp256k1Specs
{
    private const string Suite = "QUUX-V01-CS02-with-secp256k1_XMD:SHA-256_SSWU_RO_";

    /// <summary>RFC 9380, appendix J.8.1.</summary>
    public static TheoryData<string, string, string> Vectors => new()
    {
        { "", "c1cae290e291aee617ebaef1be6d73861479c48b841eaba9b7b5852ddfeb1346", "64fa678e07ae116126f08b022a94af6de15985c996c3a91b64c406a960e51067" },
        { "abc", "3377e01eab42db296b512293120c6cee72b6ecf9f9205760bd9ff11fb3cb2c4b", "7f95890f33efebd1044d382a01b1bee0900fb6116f94688d487c6c7b9c8371f6" },
        { "abcdef0123456789", "bac54083f293f1fe08e4a70137260aa90783a5cb84d3f35848b324d0674b0e3a", "4436476085d4c3c4508b60fcf4389c40176adce756b398bdee27bca19758d828" },
        { "q128_" + new string('q', 128), "e2167bc785333a37aa562f021f1e881defb853839babf52a7f72b102e41890e9", "f2401dd95cc35867ffed4f367cd564763719fbc6a53e969fb8496a1e6685d873" },
        { "a512_" + new string('a', 512), "e3c8d35aaaf0b9b647e88a0a0a7ee5d5bed5ad38238152e4e6fd8c1f8cb7c998", "8446eeb6181bf12f56a9d24e262221cc2f0c4725c7e3803024b5888ee5823aa6" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_vectors_of_the_RFC_hold(string message, string x, string y) => Assert.Equal(
        $"04{x}{y}", Convert.ToHexStringLower(HashToSecp256k1.Of(Suite, Encoding.ASCII.GetBytes(message)).ToUncompressed()));
}
