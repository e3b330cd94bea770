using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>
/// The corners of Ed25519 at which verifiers differ (section 1.3): keys and signatures with parts of small order,
/// encodings that are not canonical, scalars beyond the order. "Without the cofactor" means S·B = R + k·A.
/// </summary>
internal static class Ed25519Vectors
{
    private static readonly BigInteger Secret = EdwardsPoint.Scalar(SHA512.HashData(Bytes(0x11, 32)));

    private static readonly EdwardsPoint Key = Secret * EdwardsPoint.Base;

    private static readonly EdwardsPoint Mixed = Key + EdwardsPoint.Torsion;

    private static readonly BigInteger Nonce = EdwardsPoint.Scalar(SHA512.HashData(Bytes(0x22, 32)));

    public static JsonObject Make() => new()
    {
        ["keys"] = new JsonArray([.. Keys()]),
        ["signatures"] = new JsonArray([.. Signatures()]),
    };

    private static IEnumerable<JsonNode> Keys()
    {
        yield return KeyOf("of the prime order", Key.Encode(), isAccepted: true);
        yield return KeyOf("of mixed order: a part of order 8", Mixed.Encode(), isAccepted: true);
        for (var i = 0; i < 8; i++)
        {
            var point = i * EdwardsPoint.Torsion;
            yield return KeyOf($"of small order: {i} times a point of order 8", point.Encode(), isAccepted: false);
        }

        yield return KeyOf("not canonical: y = p + 1, the neutral element", NotCanonical(1), isAccepted: false);
        yield return KeyOf("not canonical: y = p + 3", NotCanonical(3), isAccepted: false);
        yield return KeyOf("not canonical: x = 0 with the bit of an odd x", With(Ordinate(1), 31, 0x80), false);
        yield return KeyOf("no point: y = 2", Ordinate(2), isAccepted: false);
        yield return KeyOf("31 bytes", Key.Encode()[..31], isAccepted: false);
        yield return KeyOf("33 bytes", [.. Key.Encode(), 0], isAccepted: false);
    }

    private static IEnumerable<JsonNode> Signatures()
    {
        var key = Key.Encode();
        var mixed = Mixed.Encode();
        var prime = Nonce * EdwardsPoint.Base;
        yield return Sign("by the standard", key, prime.Encode(), Nonce, _ => true, true, true);
        yield return Sign("S + L", key, prime.Encode(), Nonce, _ => true, false, false, add: EdwardsPoint.Order);
        yield return Sign("a key of mixed order, k divisible by 8", mixed, prime.Encode(), Nonce, k => k % 8 == 0,
            true, true);
        yield return Sign("a key of mixed order, k not divisible by 8", mixed, prime.Encode(), Nonce, k => k % 8 == 3,
            false, true);
        yield return Sign("R of mixed order", key, (prime + EdwardsPoint.Torsion).Encode(), Nonce, _ => true,
            false, true);
        yield return Sign("key and R of mixed order, their parts cancel", mixed,
            (prime + EdwardsPoint.Torsion).Encode(), Nonce, k => k % 8 == 7, true, true);
        yield return Sign("key and R of mixed order, their parts do not cancel", mixed,
            (prime + EdwardsPoint.Torsion).Encode(), Nonce, k => k % 8 == 2, false, true);
        yield return Sign("R of order 1", key, EdwardsPoint.Zero.Encode(), 0, _ => true, false, true);
        yield return Sign("R of order 8", key, EdwardsPoint.Torsion.Encode(), 0, _ => true, false, true);
        yield return Sign("R of order 8, and a key of mixed order that cancels it", mixed,
            EdwardsPoint.Torsion.Encode(), 0, k => k % 8 == 7, false, true);
        yield return Sign("R not canonical: y = p + 1", key, NotCanonical(1), 0, _ => true, false, true);
        yield return Altered("another byte was signed", key, prime.Encode());
        yield return new JsonObject
        {
            ["name"] = "63 bytes",
            ["key"] = Hex(key),
            ["data"] = "00",
            ["signature"] = Hex(new byte[63]),
            ["accepted"] = false,
            ["with_cofactor"] = false,
        };
    }

    /// <summary>Signs the first of the data 0, 1, 2 … whose k has the wanted form.</summary>
    private static JsonObject Sign(
        string name, byte[] key, byte[] r, BigInteger nonce, Func<BigInteger, bool> wanted, bool isAccepted,
        bool withCofactor, BigInteger add = default)
    {
        for (var data = new byte[] { 0 }; ; data[0]++)
        {
            var k = EdwardsPoint.Scalar(SHA512.HashData([.. r, .. key, .. data]));
            if (!wanted(k)) continue;
            return new JsonObject
            {
                ["name"] = name,
                ["key"] = Hex(key),
                ["data"] = Hex(data),
                ["signature"] = Hex([.. r, .. Scalar(((nonce + (k * Secret)) % EdwardsPoint.Order) + add)]),
                ["accepted"] = isAccepted,
                ["with_cofactor"] = withCofactor,
            };
        }
    }

    private static JsonObject Altered(string name, byte[] key, byte[] r)
    {
        var vector = Sign(name, key, r, Nonce, _ => true, false, false);
        vector["data"] = "ff";
        return vector;
    }

    private static JsonObject KeyOf(string name, byte[] key, bool isAccepted) => new()
    {
        ["name"] = name,
        ["key"] = Hex(key),
        ["accepted"] = isAccepted,
    };

    private static byte[] Scalar(BigInteger value)
    {
        var bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    /// <summary>The encoding of y = p + a small number, which a canonical one would write as that number.</summary>
    private static byte[] NotCanonical(int above) => Scalar(BigInteger.Pow(2, 255) - 19 + above);

    private static byte[] Ordinate(byte y) => With(new byte[32], 0, y);
}
