using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Rings.Sovereign.Vole;

/// <summary>By the instructions of x86 processors for AES and for multiplication without carry.</summary>
internal readonly struct ProcessorPath : IVolePath
{
    private const int Rounds = 10;

    /// <summary>Whether this processor has them.</summary>
    public static bool IsSupported => Aes.IsSupported && Pclmulqdq.IsSupported;

    /// <inheritdoc/>
    public static int Strip => 8;

    /// <inheritdoc/>
    public static void Schedule(ReadOnlySpan<Vector128<ulong>> keys, Span<Vector128<ulong>> rounds)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            var constant = 1;
            for (var round = 0; round <= Rounds; round++)
            {
                rounds[(i * (Rounds + 1)) + round] = key;
                // Four equal columns: turning the rows changes nothing, so the last round without a key is the S-box alone.
                var word = Sse2.Shuffle(key.AsInt32(), 0xFF).AsByte();
                var box = Aes.EncryptLast(word, default).AsUInt32();
                var turned = ((box >>> 8) | (box << 24)) ^ Vector128.Create((uint)constant);
                key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
                key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
                key ^= turned.AsUInt64();
                constant = (constant << 1) ^ ((constant >> 7) * 0x11B);
            }
        }
    }

    /// <inheritdoc/>
    public static void Encrypt(ReadOnlySpan<Vector128<ulong>> rounds, Span<Vector128<ulong>> blocks)
    {
        var at = 0;
        for (; at + 8 <= blocks.Length; at += 8) Eight(rounds, blocks.Slice(at, 8));
        for (; at < blocks.Length; at++)
        {
            var block = (blocks[at] ^ rounds[0]).AsByte();
            for (var round = 1; round < Rounds; round++) block = Aes.Encrypt(block, rounds[round].AsByte());
            blocks[at] = Aes.EncryptLast(block, rounds[Rounds].AsByte()).AsUInt64();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Low(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.CarrylessMultiply(a, b, 0x00);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> High(Vector128<ulong> a, Vector128<ulong> b) => Pclmulqdq.CarrylessMultiply(a, b, 0x11);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Cross(Vector128<ulong> a, Vector128<ulong> b) =>
        Pclmulqdq.CarrylessMultiply(a, b, 0x01) ^ Pclmulqdq.CarrylessMultiply(a, b, 0x10);

    private static void Eight(ReadOnlySpan<Vector128<ulong>> rounds, Span<Vector128<ulong>> blocks)
    {
        var key = rounds[0];
        var (a, b, c, d) = (
            (blocks[0] ^ key).AsByte(), (blocks[1] ^ key).AsByte(), (blocks[2] ^ key).AsByte(), (blocks[3] ^ key).AsByte());
        var (e, f, g, h) = (
            (blocks[4] ^ key).AsByte(), (blocks[5] ^ key).AsByte(), (blocks[6] ^ key).AsByte(), (blocks[7] ^ key).AsByte());
        for (var round = 1; round < Rounds; round++)
        {
            var next = rounds[round].AsByte();
            a = Aes.Encrypt(a, next);
            b = Aes.Encrypt(b, next);
            c = Aes.Encrypt(c, next);
            d = Aes.Encrypt(d, next);
            e = Aes.Encrypt(e, next);
            f = Aes.Encrypt(f, next);
            g = Aes.Encrypt(g, next);
            h = Aes.Encrypt(h, next);
        }

        var last = rounds[Rounds].AsByte();
        blocks[0] = Aes.EncryptLast(a, last).AsUInt64();
        blocks[1] = Aes.EncryptLast(b, last).AsUInt64();
        blocks[2] = Aes.EncryptLast(c, last).AsUInt64();
        blocks[3] = Aes.EncryptLast(d, last).AsUInt64();
        blocks[4] = Aes.EncryptLast(e, last).AsUInt64();
        blocks[5] = Aes.EncryptLast(f, last).AsUInt64();
        blocks[6] = Aes.EncryptLast(g, last).AsUInt64();
        blocks[7] = Aes.EncryptLast(h, last).AsUInt64();
    }
}
