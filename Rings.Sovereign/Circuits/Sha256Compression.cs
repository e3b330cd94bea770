using System.Buffers.Binary;
using System.Numerics;

namespace Rings.Sovereign.Circuits;

/// <summary>The compression function of SHA-256 (FIPS 180-4) in the clear, for states that .NET's SHA-256 does not begin with.</summary>
internal static class Sha256Compression
{
    /// <summary>The state after a block, 32 bytes.</summary>
    /// <param name="state">The state before it, 32 bytes.</param>
    /// <param name="block">64 bytes.</param>
    public static byte[] Of(ReadOnlySpan<byte> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[Sha256Circuit.Rounds.Length];
        for (var t = 0; t < words.Length; t++)
            words[t] = t < 16 ? BinaryPrimitives.ReadUInt32BigEndian(block[(4 * t)..]) : Next(words, t);
        Span<uint> now = stackalloc uint[8];
        for (var i = 0; i < now.Length; i++) now[i] = BinaryPrimitives.ReadUInt32BigEndian(state[(4 * i)..]);
        for (var round = 0; round < words.Length; round++)
        {
            var (a, b, c, e) = (now[0], now[1], now[2], now[4]);
            var first = now[7] + Sha256Circuit.Rounds[round] + words[round] + Turn(e, 6, 11, 25) + ((e & now[5]) ^ (~e & now[6]));
            var next = first + Turn(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
            now[..^1].CopyTo(now[1..]);
            now[4] += first;
            now[0] = next;
        }

        var after = new byte[32];
        for (var i = 0; i < now.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(
                after.AsSpan(4 * i), BinaryPrimitives.ReadUInt32BigEndian(state[(4 * i)..]) + now[i]);
        }

        return after;
    }

    private static uint Next(ReadOnlySpan<uint> words, int t)
    {
        var (older, newer) = (words[t - 15], words[t - 2]);
        return words[t - 16] + words[t - 7]
            + (BitOperations.RotateRight(older, 7) ^ BitOperations.RotateRight(older, 18) ^ (older >> 3))
            + (BitOperations.RotateRight(newer, 17) ^ BitOperations.RotateRight(newer, 19) ^ (newer >> 10));
    }

    private static uint Turn(uint word, int a, int b, int c) =>
        BitOperations.RotateRight(word, a) ^ BitOperations.RotateRight(word, b) ^ BitOperations.RotateRight(word, c);
}
