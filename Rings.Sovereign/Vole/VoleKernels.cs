using System.Runtime.Intrinsics;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Vole;

/// <summary>What takes the time of a proof, on one path.</summary>
internal abstract class VoleKernels
{
    /// <summary>The path that runs everywhere.</summary>
    public static VoleKernels Plain { get; } = new On<PlainPath>();

    /// <summary>The path by processor instructions; null: this processor does not have them.</summary>
    public static VoleKernels? Processor { get; } = ProcessorPath.IsSupported ? new On<ProcessorPath>() : null;

    /// <summary>The faster path of this machine.</summary>
    public static VoleKernels Best { get; } = Processor ?? Plain;

    /// <summary>Fills a tree from its root, at place 1.</summary>
    public abstract void Grow(byte[] salt, int tree, Span<Vector128<ulong>> places);

    /// <summary>Fills a tree but for one leaf.</summary>
    public abstract void Grow(byte[] salt, int tree, Span<Vector128<ulong>> places, ReadOnlySpan<byte> siblings, int hidden);

    /// <summary>A tree's rows: see <see cref="LeafRows"/>.</summary>
    public abstract void Fill(
        ReadOnlySpan<Vector128<ulong>> leaves, int shift, Vector128<ulong> first, Span<Vector128<ulong>> rows, int stride, int row,
        Span<Vector128<ulong>> sum);

    /// <summary>The hash of rows.</summary>
    public abstract Vector128<ulong>[] Hash(
        ReadOnlySpan<Vector128<ulong>> rows, int stride, Vector128<ulong> first, Vector128<ulong> second);

    /// <summary>The prover's coefficients.</summary>
    public abstract (Vector128<ulong> Constant, Vector128<ulong> Linear) Prove(
        Circuit circuit, ReadOnlySpan<Vector128<ulong>> rows, int stride, ReadOnlySpan<Vector128<ulong>> sum,
        ReadOnlySpan<byte> witness, Vector128<ulong> seed);

    /// <summary>What the coefficients must give.</summary>
    public abstract Vector128<ulong> Verify(
        Circuit circuit, ReadOnlySpan<Vector128<ulong>> rows, int stride, ReadOnlySpan<byte> masked, Vector128<ulong> seed,
        Vector128<ulong> delta, ReadOnlySpan<byte> outputs);

    /// <summary>a · b in the field.</summary>
    public abstract Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b);

    private sealed class On<TPath> : VoleKernels
        where TPath : struct, IVolePath
    {
        public override void Grow(byte[] salt, int tree, Span<Vector128<ulong>> places) =>
            SeedTree.Grow<TPath>(salt, tree, places);

        public override void Grow(
            byte[] salt, int tree, Span<Vector128<ulong>> places, ReadOnlySpan<byte> siblings, int hidden) =>
            SeedTree.Grow<TPath>(salt, tree, places, siblings, hidden);

        public override void Fill(
            ReadOnlySpan<Vector128<ulong>> leaves, int shift, Vector128<ulong> first, Span<Vector128<ulong>> rows, int stride,
            int row, Span<Vector128<ulong>> sum) =>
            LeafRows.Fill<TPath>(leaves, shift, first, rows, stride, row, sum);

        public override Vector128<ulong>[] Hash(
            ReadOnlySpan<Vector128<ulong>> rows, int stride, Vector128<ulong> first, Vector128<ulong> second) =>
            RowHash<TPath>.Of(rows, stride, first, second);

        public override (Vector128<ulong> Constant, Vector128<ulong> Linear) Prove(
            Circuit circuit, ReadOnlySpan<Vector128<ulong>> rows, int stride, ReadOnlySpan<Vector128<ulong>> sum,
            ReadOnlySpan<byte> witness, Vector128<ulong> seed) =>
            new ProverCheck<TPath>(rows, stride, witness, seed).Of(circuit, sum);

        public override Vector128<ulong> Verify(
            Circuit circuit, ReadOnlySpan<Vector128<ulong>> rows, int stride, ReadOnlySpan<byte> masked, Vector128<ulong> seed,
            Vector128<ulong> delta, ReadOnlySpan<byte> outputs) =>
            new VerifierCheck<TPath>(rows, stride, masked, seed, delta).Of(circuit, outputs);

        public override Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b) => Field<TPath>.Multiply(a, b);
    }
}
