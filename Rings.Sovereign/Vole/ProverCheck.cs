using System.Runtime.Intrinsics;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Vole;

/// <summary>
/// The prover's part of the check (QuickSilver: Yang, Sarkar, Weng, Wang 2021): of each gate's polynomial in Δ, which has
/// degree 2 where the gate is wrong, the coefficients of degree 0 and 1.
/// </summary>
/// <param name="rows">Its rows, block by block.</param>
/// <param name="stride">How many.</param>
/// <param name="witness">The secret bits and what each AND gate gives.</param>
/// <param name="seed">The second challenge.</param>
internal ref struct ProverCheck<TPath>(
    ReadOnlySpan<Vector128<ulong>> rows, int stride, ReadOnlySpan<byte> witness, Vector128<ulong> seed)
    where TPath : struct, IVolePath
{
    private readonly ReadOnlySpan<byte> _witness = witness;
    private ColumnReader _tags = new(rows, stride);
    private WeightReader<TPath> _weights = new(seed);
    private Wide _constant;
    private Wide _linear;
    private int _at;

    /// <summary>Computes both coefficients.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="sum">u, whose bits behind the witness mask the second.</param>
    public (Vector128<ulong> Constant, Vector128<ulong> Linear) Of(Circuit circuit, ReadOnlySpan<Vector128<ulong>> sum)
    {
        var tags = new Vector128<ulong>[circuit.Wires];
        var bits = new ulong[circuit.Wires];
        for (var i = 0; i < circuit.Inputs; i++) (tags[i], bits[i]) = (_tags.Next(), Bit());
        var (placeTags, placeBits) = (new Vector128<ulong>[circuit.Places], new ulong[circuit.Places]);
        foreach (var step in circuit.Steps)
        {
            for (var i = 0; i < step.From.Length; i++)
                (placeTags[i], placeBits[i]) = (tags[step.From[i]], bits[step.From[i]]);
            Run(step.Part, placeTags, placeBits);
            for (var i = 0; i < step.Part.Outputs.Length; i++)
            {
                var place = step.Part.Outputs[i];
                (tags[step.To + i], bits[step.To + i]) = (placeTags[place], placeBits[place]);
            }
        }

        foreach (var output in circuit.Outputs) _linear ^= Field<TPath>.Product(_weights.Next(), tags[output]);
        Array.Clear(tags);
        Array.Clear(bits);
        Array.Clear(placeTags);
        Array.Clear(placeBits);
        var both = Masked(circuit.WitnessBits, sum);
        _tags.Clear();
        return both;
    }

    private void Run(CircuitPart part, Span<Vector128<ulong>> tags, Span<ulong> bits)
    {
        var (constant, linear) = (_constant, _linear);
        foreach (var gate in part.Gates)
        {
            switch (gate.Kind)
            {
                case GateKind.Xor:
                    tags[gate.Target] = tags[gate.Left] ^ tags[gate.Right];
                    bits[gate.Target] = bits[gate.Left] ^ bits[gate.Right];
                    break;

                case GateKind.And:
                    var (left, right, both) = (tags[gate.Left], tags[gate.Right], _tags.Next());
                    var weight = _weights.Next();
                    constant ^= Field<TPath>.Product(weight, Field<TPath>.Multiply(left, right));
                    linear ^= Field<TPath>.Product(
                        weight,
                        (right & Vector128.Create(bits[gate.Left])) ^ (left & Vector128.Create(bits[gate.Right])) ^ both);
                    tags[gate.Target] = both;
                    bits[gate.Target] = Bit();
                    break;

                case GateKind.Not:
                    tags[gate.Target] = tags[gate.Left];
                    bits[gate.Target] = ~bits[gate.Left];
                    break;

                default:
                    tags[gate.Target] = default;
                    bits[gate.Target] = 0 - (ulong)gate.Left;
                    break;
            }
        }

        (_constant, _linear) = (constant, linear);
    }

    /// <summary>Both masked by 128 further bits and their tags, each read as one field element.</summary>
    private (Vector128<ulong> Constant, Vector128<ulong> Linear) Masked(int from, ReadOnlySpan<Vector128<ulong>> sum)
    {
        var (constant, linear) = (Field<TPath>.Reduce(_constant), Field<TPath>.Reduce(_linear));
        var power = Vector128.Create(1UL, 0);
        for (var i = from; i < from + VoleShape.BlockBits; i++)
        {
            var bit = sum[i / 128].GetElement(i / 64 % 2) >> (i % 64) & 1;
            linear ^= power & Vector128.Create(0 - bit);
            constant ^= Field<TPath>.Multiply(_tags.Next(), power);
            power = Field<TPath>.Double(power);
        }

        return (constant, linear);
    }

    private ulong Bit() => 0 - (ulong)(_witness[_at / 8] >> (_at++ % 8) & 1);
}
