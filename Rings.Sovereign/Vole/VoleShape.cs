namespace Rings.Sovereign.Vole;

/// <summary>How long everything in a proof is.</summary>
/// <param name="WitnessBits">Secret bits and AND gates.</param>
/// <param name="Trees">τ: trees of 256 leaves, each of which adds 8 bits of soundness. 5, 10 or 16; fewer in tests.</param>
internal readonly record struct VoleShape(int WitnessBits, int Trees)
{
    /// <summary>Round keys of AES-128.</summary>
    public const int RoundKeys = 11;

    /// <summary>Bytes of a seed, of a field element and of a block.</summary>
    public const int BlockBytes = 16;

    /// <summary>Bits of a block.</summary>
    public const int BlockBits = 128;

    /// <summary>Levels of a tree, and rows that it gives.</summary>
    public const int Depth = 8;

    /// <summary>Leaves of a tree.</summary>
    public const int Leaves = 1 << Depth;

    /// <summary>Bytes of a salt and of a hash.</summary>
    public const int HashBytes = 32;

    /// <summary>Moves of the prover.</summary>
    public const int Moves = 4;

    private const int RowUnit = 256;

    /// <summary>Rows of all trees.</summary>
    public int Rows => Depth * Trees;

    /// <summary>Blocks of a row: witness, mask of the check, filling, and two masks of the hash.</summary>
    public int RowBlocks => ((WitnessBits + BlockBits + RowUnit - 1) / RowUnit * (RowUnit / BlockBits)) + 2;

    /// <summary>Bytes of a row.</summary>
    public int RowBytes => RowBlocks * BlockBytes;

    /// <summary>Bytes of the masked witness.</summary>
    public int WitnessBytes => (WitnessBits + 7) / 8;

    /// <summary>Bytes that a tree's opening has: the siblings, and the commitment of the leaf that stays hidden.</summary>
    public static int OpeningBytes => (Depth * BlockBytes) + HashBytes;

    /// <summary>Bytes of a move.</summary>
    /// <param name="step">From 1.</param>
    public int MoveBytes(int step) => step switch
    {
        1 => HashBytes + HashBytes + ((Trees - 1) * RowBytes),
        2 => HashBytes + HashBytes + WitnessBytes,
        3 => 2 * BlockBytes,
        4 => Trees * OpeningBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "From 1 to 4."),
    };

    /// <summary>Bytes of the challenge behind a move: two keys of a hash, a seed, Δ.</summary>
    /// <param name="step">From 1.</param>
    public int ChallengeBytes(int step) => step switch
    {
        1 => 2 * BlockBytes,
        2 => BlockBytes,
        3 => Trees,
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "From 1 to 3."),
    };

    /// <summary>Trees for a number of bits.</summary>
    /// <returns>0: no such number of bits.</returns>
    public static int TreesOf(int bits) => bits switch { 40 => 5, 80 => 10, 128 => 16, _ => 0 };
}
