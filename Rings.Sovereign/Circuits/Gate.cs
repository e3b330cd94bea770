namespace Rings.Sovereign.Circuits;

/// <summary>One gate: 12 bytes, for a circuit has up to 2²² of them.</summary>
internal readonly struct Gate
{
    private const int KindShift = 28;

    private readonly uint _head;

    /// <summary>Makes a gate.</summary>
    /// <param name="kind">What it computes.</param>
    /// <param name="target">The wire that it writes, below 2²⁸.</param>
    /// <param name="left">The wire that it reads; of a constant its value.</param>
    /// <param name="right">The second wire that it reads, 0 where there is none.</param>
    public Gate(GateKind kind, int target, int left, int right = 0)
    {
        _head = ((uint)kind << KindShift) | (uint)target;
        (Left, Right) = (left, right);
    }

    /// <summary>What it computes.</summary>
    public GateKind Kind => (GateKind)(_head >> KindShift);

    /// <summary>The wire that it writes.</summary>
    public int Target => (int)(_head & ((1u << KindShift) - 1));

    /// <summary>The wire that it reads; of a constant its value.</summary>
    public int Left { get; }

    /// <summary>The second wire that it reads.</summary>
    public int Right { get; }
}
