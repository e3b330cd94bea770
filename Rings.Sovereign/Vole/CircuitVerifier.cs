using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Vole;

/// <summary>Checks what a <see cref="CircuitProver"/> says, when its four moves and the three challenges are there.</summary>
/// <param name="circuit">The circuit.</param>
/// <param name="outputs">What is to come out of it.</param>
/// <param name="trees">τ.</param>
/// <param name="kernels">The path.</param>
internal sealed class CircuitVerifier(Circuit circuit, ReadOnlyMemory<byte> outputs, int trees, VoleKernels kernels)
{
    private readonly VoleShape _shape = new(circuit.WitnessBits, trees);

    /// <summary>Whether a move has the length that it must have, and no bit where there is none.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="move">Its bytes.</param>
    public bool IsWellFormed(int step, ReadOnlySpan<byte> move)
    {
        if (move.Length != _shape.MoveBytes(step)) return false;
        return step != 2 || _shape.WitnessBits % 8 == 0 || move[^1] >> (_shape.WitnessBits % 8) == 0;
    }

    /// <summary>Whether the proof holds.</summary>
    /// <param name="moves">Four.</param>
    /// <param name="challenges">Three, of the lengths of <see cref="VoleShape.ChallengeBytes"/>.</param>
    public bool Verify(ImmutableArray<ReadOnlyMemory<byte>> moves, ImmutableArray<ReadOnlyMemory<byte>> challenges)
    {
        if (outputs.Length != circuit.OutputBytes || moves.Length != VoleShape.Moves) return false;
        for (var step = 1; step <= VoleShape.Moves; step++)
        {
            if (!IsWellFormed(step, moves[step - 1].Span)) return false;
        }

        var size = _shape.RowBlocks * _shape.Rows;
        var rented = ArrayPool<Vector128<ulong>>.Shared.Rent(size);
        var rows = rented.AsSpan(0, size);
        try
        {
            var delta = challenges[2].Span;
            return Rebuild(moves[0].Span, moves[3].Span, delta, rows)
                && IsOneSum(rows, moves[1].Span, challenges[0].Span, delta)
                && Fits(rows, moves, challenges);
        }
        finally
        {
            ArrayPool<Vector128<ulong>>.Shared.Return(rented);
        }
    }

    /// <summary>The rows from the opened leaves, and whether those are the ones that were committed to.</summary>
    private bool Rebuild(
        ReadOnlySpan<byte> commit, ReadOnlySpan<byte> openings, ReadOnlySpan<byte> delta, Span<Vector128<ulong>> rows)
    {
        var salt = commit[..VoleShape.HashBytes].ToArray();
        var first = MemoryMarshal.Read<Vector128<ulong>>(salt);
        var places = new Vector128<ulong>[SeedTree.Places];
        var commitments = new byte[trees * VoleShape.Leaves * VoleShape.HashBytes];
        for (var tree = 0; tree < trees; tree++)
        {
            var opening = openings.Slice(tree * VoleShape.OpeningBytes, VoleShape.OpeningBytes);
            kernels.Grow(salt, tree, places, opening, delta[tree]);
            var some = commitments.AsSpan(
                tree * VoleShape.Leaves * VoleShape.HashBytes, VoleShape.Leaves * VoleShape.HashBytes);
            SeedTree.Commit(salt, tree, places, some);
            opening[(VoleShape.Depth * VoleShape.BlockBytes)..].CopyTo(some[(delta[tree] * VoleShape.HashBytes)..]);
            kernels.Fill(places.AsSpan(VoleShape.Leaves), delta[tree], first, rows, _shape.Rows, tree * VoleShape.Depth, default);
        }

        Span<byte> hash = stackalloc byte[VoleShape.HashBytes];
        SHA256.HashData(commitments, hash);
        if (!hash.SequenceEqual(commit.Slice(VoleShape.HashBytes, VoleShape.HashBytes))) return false;
        for (var tree = 1; tree < trees; tree++)
        {
            var correction = commit.Slice((2 * VoleShape.HashBytes) + ((tree - 1) * _shape.RowBytes), _shape.RowBytes);
            Correct(rows, tree, MemoryMarshal.Cast<byte, Vector128<ulong>>(correction), delta[tree]);
        }

        return true;
    }

    private void Correct(Span<Vector128<ulong>> rows, int tree, ReadOnlySpan<Vector128<ulong>> correction, byte delta)
    {
        for (var block = 0; block < correction.Length; block++)
        {
            var some = rows.Slice((block * _shape.Rows) + (tree * VoleShape.Depth), VoleShape.Depth);
            for (var bit = 0; bit < some.Length; bit++) some[bit] ^= Where(delta, bit, correction[block]);
        }
    }

    /// <summary>Whether all trees speak of one sum: row's hash ⊕ bit of Δ · the sum's hash is the prover's row's hash.</summary>
    private bool IsOneSum(
        ReadOnlySpan<Vector128<ulong>> rows, ReadOnlySpan<byte> move, ReadOnlySpan<byte> keys, ReadOnlySpan<byte> delta)
    {
        var pair = MemoryMarshal.Cast<byte, Vector128<ulong>>(keys);
        var sum = MemoryMarshal.Cast<byte, Vector128<ulong>>(move[..VoleShape.HashBytes]);
        var hashes = kernels.Hash(rows, _shape.Rows, pair[0], pair[1]);
        for (var row = 0; row < _shape.Rows; row++)
        {
            hashes[2 * row] ^= Where(delta[row / 8], row % 8, sum[0]);
            hashes[(2 * row) + 1] ^= Where(delta[row / 8], row % 8, sum[1]);
        }

        Span<byte> hash = stackalloc byte[VoleShape.HashBytes];
        SHA256.HashData(MemoryMarshal.AsBytes<Vector128<ulong>>(hashes), hash);
        return hash.SequenceEqual(move.Slice(VoleShape.HashBytes, VoleShape.HashBytes));
    }

    private bool Fits(
        ReadOnlySpan<Vector128<ulong>> rows, ImmutableArray<ReadOnlyMemory<byte>> moves,
        ImmutableArray<ReadOnlyMemory<byte>> challenges)
    {
        Span<byte> bytes = stackalloc byte[VoleShape.BlockBytes];
        bytes.Clear();
        challenges[2].Span.CopyTo(bytes);
        var delta = MemoryMarshal.Read<Vector128<ulong>>(bytes);
        var value = kernels.Verify(
            circuit, rows, _shape.Rows, moves[1].Span[(2 * VoleShape.HashBytes)..],
            MemoryMarshal.Read<Vector128<ulong>>(challenges[1].Span), delta, outputs.Span);
        var coefficients = MemoryMarshal.Cast<byte, Vector128<ulong>>(moves[2].Span);
        return value == (coefficients[0] ^ kernels.Multiply(coefficients[1], delta));
    }

    private static Vector128<ulong> Where(byte delta, int bit, Vector128<ulong> value) =>
        value & Vector128.Create(0 - ((ulong)(delta >> bit) & 1));
}
