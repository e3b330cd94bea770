using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Rings.Sovereign.Vole;

namespace Rings.Sovereign.Tests.Vole;

/// <summary>Both paths against FIPS 197, .NET's own AES, and multiplication bit by bit.</summary>
public sealed class VolePathSpecs
{
    private readonly SeededBytes _random = new(41);

    [Fact]
    public void AES_is_that_of_FIPS_197()
    {
        var key = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
        var block = Convert.FromHexString("00112233445566778899aabbccddeeff");
        const string Expected = "69c4e0d86a7b0430d8cdb78070b4c55a";

        Assert.Equal(Expected, Convert.ToHexStringLower(Encrypt<PlainPath>(key, block)));
        if (ProcessorPath.IsSupported) Assert.Equal(Expected, Convert.ToHexStringLower(Encrypt<ProcessorPath>(key, block)));
    }

    [Fact]
    public void AES_of_many_blocks_under_many_keys_is_that_of_NET()
    {
        for (var run = 1; run < 80; run++)
        {
            var (key, blocks) = (_random.Next(16), _random.Next(16 * run));
            using var aes = Aes.Create();
            aes.Key = key;
            var expected = aes.EncryptEcb(blocks, PaddingMode.None);

            Assert.Equal(expected, Encrypt<PlainPath>(key, blocks));
            if (ProcessorPath.IsSupported) Assert.Equal(expected, Encrypt<ProcessorPath>(key, blocks));
        }
    }

    [Fact]
    public void Round_keys_of_many_keys_are_the_same_on_both_paths()
    {
        if (!ProcessorPath.IsSupported) return;
        var keys = MemoryMarshal.Cast<byte, Vector128<ulong>>(_random.Next(16 * 100));
        var (one, other) = (new Vector128<ulong>[1100], new Vector128<ulong>[1100]);

        ProcessorPath.Schedule(keys, one);
        PlainPath.Schedule(keys, other);

        Assert.Equal(one, other);
    }

    [Fact]
    public void A_product_is_what_multiplication_bit_by_bit_gives()
    {
        for (var run = 0; run < 300; run++)
        {
            var (a, b) = (Draw(run), Draw(run + 7));
            var expected = Slowly(a, b);

            Assert.Equal(expected, Field<PlainPath>.Multiply(a, b));
            if (ProcessorPath.IsSupported) Assert.Equal(expected, Field<ProcessorPath>.Multiply(a, b));
            Assert.Equal(Slowly(a, Vector128.Create(2UL, 0)), Field<PlainPath>.Double(a));
        }
    }

    private static byte[] Encrypt<TPath>(byte[] key, byte[] blocks)
        where TPath : struct, IVolePath
    {
        var rounds = new Vector128<ulong>[11];
        TPath.Schedule(MemoryMarshal.Cast<byte, Vector128<ulong>>(key), rounds);
        var changed = MemoryMarshal.Cast<byte, Vector128<ulong>>(blocks).ToArray();
        TPath.Encrypt(rounds, changed);
        return MemoryMarshal.AsBytes<Vector128<ulong>>(changed).ToArray();
    }

    private static Vector128<ulong> Slowly(Vector128<ulong> a, Vector128<ulong> b)
    {
        var (value, factor) = (new UInt128(a[1], a[0]), new UInt128(b[1], b[0]));
        var product = UInt128.Zero;
        for (var bit = 127; bit >= 0; bit--)
        {
            var carried = product >> 127 != 0;
            product <<= 1;
            if (carried) product ^= 0x87;
            if ((factor >> bit & 1) != 0) product ^= value;
        }

        return Vector128.Create((ulong)product, (ulong)(product >> 64));
    }

    /// <summary>Random elements, and among them those with all bits and with few.</summary>
    private Vector128<ulong> Draw(int run) => (run % 5) switch
    {
        0 => Vector128.Create(ulong.MaxValue),
        1 => Vector128.Create(1UL << (run % 64), 0),
        2 => Vector128.Create(0, 1UL << (run % 64)),
        _ => MemoryMarshal.Read<Vector128<ulong>>(_random.Next(16)),
    };
}
