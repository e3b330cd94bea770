using System.Runtime.Intrinsics;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Vole;

/// <summary>The verifier's part of the check: the sum of all gates' polynomials at Δ, and the mask.</summary>
/// <param name="rows">Its rows, block by block.</param>
/// <param name="stride">How many.</param>
/// <param name="masked">The masked witness.</param>
/// <param name="seed">The second challenge.</param>
/// <param name="delta">Δ.</param>
internal ref struct VerifierCheck<TPath>(
    ReadOnlySpan<Vector128<ulong>> rows, int stride, ReadOnlySpan<byte> masked, Vector128<ulong> seed, Vector128<ulong> delta)
    where TPath : struct, IVolePath
{
    private readonly ReadOnlySpan<byte> _masked = masked;
    private readonly Vector128<ulong> _delta = delta;
    private ColumnReader _rows = new(rows, stride);
    private WeightReader<TPath> _weights = new(seed);
    private Wide _sum;
    private int _at;

    /// <summary>The value that the prover's two coefficients must give.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="outputs">What is to come out.</param>
    public Vector128<ulong> Of(Circuit circuit, ReadOnlySpan<byte> outputs)
    {
        var keys = new Vector128<ulong>[circuit.Wires];
        for (var i = 0; i < circuit.Inputs; i++) keys[i] = Key();
        var places = new Vector128<ulong>[circuit.Places];
        foreach (var step in circuit.Steps)
        {
            for (var i = 0; i < step.From.Length; i++) places[i] = keys[step.From[i]];
            Run(step.Part, places);
            for (var i = 0; i < step.Part.Outputs.Length; i++) keys[step.To + i] = places[step.Part.Outputs[i]];
        }

        for (var i = 0; i < circuit.Outputs.Length; i++)
        {
            var key = keys[circuit.Outputs[i]] ^ Where(outputs[i / 8] >> (i % 8), _delta);
            _sum ^= Field<TPath>.Product(_weights.Next(), Field<TPath>.Multiply(key, _delta));
        }

        var sum = Field<TPath>.Reduce(_sum);
        var power = Vector128.Create(1UL, 0);
        for (var i = 0; i < VoleShape.BlockBits; i++)
        {
            sum ^= Field<TPath>.Multiply(_rows.Next(), power);
            power = Field<TPath>.Double(power);
        }

        return sum;
    }

    private void Run(CircuitPart part, Span<Vector128<ulong>> keys)
    {
        var (sum, delta) = (_sum, _delta);
        foreach (var gate in part.Gates)
        {
            switch (gate.Kind)
            {
                case GateKind.Xor:
                    keys[gate.Target] = keys[gate.Left] ^ keys[gate.Right];
                    break;

                case GateKind.And:
                    var both = Key();
                    var wrong = Field<TPath>.Reduce(
                        Field<TPath>.Product(keys[gate.Left], keys[gate.Right]) ^ Field<TPath>.Product(delta, both));
                    sum ^= Field<TPath>.Product(_weights.Next(), wrong);
                    keys[gate.Target] = both;
                    break;

                case GateKind.Not:
                    keys[gate.Target] = keys[gate.Left] ^ delta;
                    break;

                default:
                    keys[gate.Target] = Where(gate.Left, delta);
                    break;
            }
        }

        _sum = sum;
    }

    private Vector128<ulong> Key() => _rows.Next() ^ Where(_masked[_at / 8] >> (_at++ % 8), _delta);

    private static Vector128<ulong> Where(int bit, Vector128<ulong> value) => value & Vector128.Create(0 - ((ulong)bit & 1));
}
