using System.Buffers.Binary;
using System.Numerics;

namespace Rings.Protocol.Tests.Before;

/// <summary>
/// keccak-256 with the padding of Ethereum (Bertoni et al., "The Keccak reference" 3.0, §1.2; rate 1088, first
/// padding byte 0x01), without garbage.
/// </summary>
internal static class ManagedKeccak
{
    /// <summary>Bytes taken in per permutation.</summary>
    private const int Rate = 136;

    private const int Lanes = 25;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
        0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>How far each lane is turned, in the order in which ρ and π visit them.</summary>
    private static ReadOnlySpan<byte> Rotations =>
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    /// <summary>Where each visited lane goes.</summary>
    private static ReadOnlySpan<byte> Permutation =>
        [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <summary>Hashes into the first 32 bytes of a span.</summary>
    public static void Hash256(ReadOnlySpan<byte> data, Span<byte> target)
    {
        Span<ulong> state = stackalloc ulong[Lanes];
        state.Clear();
        for (; data.Length >= Rate; data = data[Rate..]) Absorb(state, data[..Rate]);

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x01;
        last[^1] |= 0x80;
        Absorb(state, last);
        for (var i = 0; i < 4; i++) BinaryPrimitives.WriteUInt64LittleEndian(target[(8 * i)..], state[i]);
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < Rate / 8; i++) state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        foreach (var constant in RoundConstants)
        {
            MixColumns(state);
            TurnAndMove(state);
            MixRows(state);
            state[0] ^= constant;
        }
    }

    /// <summary>θ.</summary>
    private static void MixColumns(Span<ulong> state)
    {
        Span<ulong> parity = stackalloc ulong[5];
        for (var x = 0; x < 5; x++)
            parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];

        for (var x = 0; x < 5; x++)
        {
            var change = parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            for (var y = 0; y < Lanes; y += 5) state[x + y] ^= change;
        }
    }

    /// <summary>ρ and π.</summary>
    private static void TurnAndMove(Span<ulong> state)
    {
        var moving = state[1];
        for (var i = 0; i < Permutation.Length; i++)
        {
            var next = state[Permutation[i]];
            state[Permutation[i]] = BitOperations.RotateLeft(moving, Rotations[i]);
            moving = next;
        }
    }

    /// <summary>χ.</summary>
    private static void MixRows(Span<ulong> state)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (var y = 0; y < Lanes; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (var x = 0; x < 5; x++) state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
        }
    }
}
