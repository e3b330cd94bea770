using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Vole;

/// <summary>
/// Proves that some secret bits make a circuit give what it is said to give: QuickSilver over VOLE in the head (Baum and others,
/// 2023). Four moves, each once, in their order; between them the verifier draws, or a hash stands in for it.
/// </summary>
internal sealed class CircuitProver : IDisposable
{
    private readonly VoleKernels _kernels;
    private readonly Circuit _circuit;
    private readonly VoleShape _shape;
    private readonly byte[] _witness;
    private readonly byte[] _salt = new byte[VoleShape.HashBytes];
    private readonly Vector128<ulong>[] _trees;
    private readonly byte[] _commitments;
    private readonly Vector128<ulong>[] _sum;
    private readonly Vector128<ulong>[] _rows;
    private int _step = 1;

    /// <summary>Begins.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="witness">The secret bits and what each AND gate gives; erased with this.</param>
    /// <param name="trees">τ.</param>
    /// <param name="context">What the proof is for: X and the commitments to its challenges.</param>
    /// <param name="random">Fills 32 bytes.</param>
    /// <param name="kernels">The path.</param>
    /// <remarks>
    /// Salt and seeds follow from the random bytes, the witness and the context: a source of chance that repeats itself repeats
    /// one proof, and does not answer two challenges from one tree.
    /// </remarks>
    public CircuitProver(
        Circuit circuit, byte[] witness, int trees, byte[] context, RandomBytes random, VoleKernels kernels)
    {
        (_circuit, _witness, _kernels) = (circuit, witness, kernels);
        _shape = new(circuit.WitnessBits, trees);
        _trees = new Vector128<ulong>[trees * SeedTree.Places];
        _commitments = new byte[trees * VoleShape.Leaves * VoleShape.HashBytes];
        _sum = new Vector128<ulong>[_shape.RowBlocks];
        _rows = ArrayPool<Vector128<ulong>>.Shared.Rent(_shape.RowBlocks * _shape.Rows);
        Span<byte> drawn = stackalloc byte[VoleShape.HashBytes];
        random(drawn);
        Span<byte> seeds = stackalloc byte[VoleShape.HashBytes + (trees * VoleShape.BlockBytes)];
        KeyDerivation.Hkdf(witness, drawn, context, seeds);
        seeds[..VoleShape.HashBytes].CopyTo(_salt);
        for (var tree = 0; tree < trees; tree++)
        {
            var seed = seeds.Slice(VoleShape.HashBytes + (tree * VoleShape.BlockBytes), VoleShape.BlockBytes);
            _trees[(tree * SeedTree.Places) + 1] = MemoryMarshal.Read<Vector128<ulong>>(seed);
        }

        CryptographicOperations.ZeroMemory(drawn);
        CryptographicOperations.ZeroMemory(seeds);
    }

    private Span<Vector128<ulong>> Rows => _rows.AsSpan(0, _shape.RowBlocks * _shape.Rows);

    /// <summary>Move 1: salt, the hash of all commitments, and for each tree but the first how its sum differs.</summary>
    public byte[] Commit()
    {
        Expect(1);
        var move = new byte[_shape.MoveBytes(1)];
        _salt.CopyTo(move, 0);
        var corrections = move.AsSpan(2 * VoleShape.HashBytes);
        var first = MemoryMarshal.Read<Vector128<ulong>>(_salt);
        var sum = _sum;
        for (var tree = 0; tree < _shape.Trees; tree++)
        {
            var places = TreeOf(tree);
            _kernels.Grow(_salt, tree, places);
            SeedTree.Commit(_salt, tree, places, CommitmentsOf(tree));
            if (tree == 1) sum = new Vector128<ulong>[_shape.RowBlocks];
            _kernels.Fill(places[VoleShape.Leaves..], 0, first, Rows, _shape.Rows, tree * VoleShape.Depth, sum);
            if (tree == 0) continue;
            var correction = MemoryMarshal.Cast<byte, Vector128<ulong>>(
                corrections.Slice((tree - 1) * _shape.RowBytes, _shape.RowBytes));
            for (var i = 0; i < sum.Length; i++) correction[i] = sum[i] ^ _sum[i];
        }

        // With its correction, which all see, it gives the first sum, that masks the witness.
        if (!ReferenceEquals(sum, _sum)) Array.Clear(sum);
        SHA256.HashData(_commitments, move.AsSpan(VoleShape.HashBytes, VoleShape.HashBytes));
        return move;
    }

    /// <summary>Move 2: the hash of the sum, of all rows' hashes, and the masked witness.</summary>
    /// <param name="keys">Challenge 1: two keys.</param>
    public byte[] Hash(ReadOnlySpan<byte> keys)
    {
        Expect(2);
        var move = new byte[_shape.MoveBytes(2)];
        var pair = MemoryMarshal.Cast<byte, Vector128<ulong>>(keys);
        MemoryMarshal.AsBytes<Vector128<ulong>>(_kernels.Hash(_sum, 1, pair[0], pair[1])).CopyTo(move);
        var hashes = _kernels.Hash(Rows, _shape.Rows, pair[0], pair[1]);
        SHA256.HashData(MemoryMarshal.AsBytes<Vector128<ulong>>(hashes), move.AsSpan(VoleShape.HashBytes, VoleShape.HashBytes));
        var masked = move.AsSpan(2 * VoleShape.HashBytes);
        var mask = MemoryMarshal.AsBytes<Vector128<ulong>>(_sum);
        for (var i = 0; i < masked.Length; i++) masked[i] = (byte)(_witness[i] ^ mask[i]);
        // Behind the last bit of the witness lies the mask of the check, which nobody may see.
        if (_shape.WitnessBits % 8 != 0) masked[^1] &= (byte)((1 << (_shape.WitnessBits % 8)) - 1);
        return move;
    }

    /// <summary>Move 3: both coefficients of the check.</summary>
    /// <param name="seed">Challenge 2.</param>
    public byte[] Check(ReadOnlySpan<byte> seed)
    {
        Expect(3);
        var (constant, linear) = _kernels.Prove(
            _circuit, Rows, _shape.Rows, _sum, _witness, MemoryMarshal.Read<Vector128<ulong>>(seed));
        return MemoryMarshal.AsBytes<Vector128<ulong>>([constant, linear]).ToArray();
    }

    /// <summary>Move 4: opens all leaves but one of each tree.</summary>
    /// <param name="delta">Challenge 3: Δ, a byte for each tree.</param>
    public byte[] Open(ReadOnlySpan<byte> delta)
    {
        Expect(4);
        var move = new byte[_shape.MoveBytes(4)];
        for (var tree = 0; tree < _shape.Trees; tree++)
        {
            var opening = move.AsSpan(tree * VoleShape.OpeningBytes, VoleShape.OpeningBytes);
            SeedTree.Open(TreeOf(tree), delta[tree], opening);
            CommitmentsOf(tree).Slice(delta[tree] * VoleShape.HashBytes, VoleShape.HashBytes)
                .CopyTo(opening[(VoleShape.Depth * VoleShape.BlockBytes)..]);
        }

        return move;
    }

    /// <summary>Erases what is secret.</summary>
    public void Dispose()
    {
        if (_step > VoleShape.Moves + 1) return;
        _step = VoleShape.Moves + 2;
        CryptographicOperations.ZeroMemory(_witness);
        Array.Clear(_trees);
        Array.Clear(_sum);
        Rows.Clear();
        ArrayPool<Vector128<ulong>>.Shared.Return(_rows);
    }

    private Span<Vector128<ulong>> TreeOf(int tree) => _trees.AsSpan(tree * SeedTree.Places, SeedTree.Places);

    private Span<byte> CommitmentsOf(int tree) => _commitments.AsSpan(
        tree * VoleShape.Leaves * VoleShape.HashBytes, VoleShape.Leaves * VoleShape.HashBytes);

    private void Expect(int step)
    {
        if (_step != step) throw new InvalidOperationException($"The proof is at move {_step}, not at {step}.");
        _step++;
    }
}
