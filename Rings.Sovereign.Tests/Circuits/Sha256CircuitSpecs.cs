using System.Buffers.Binary;
using System.Security.Cryptography;
using Rings.Sovereign.Circuits;

namespace Rings.Sovereign.Tests.Circuits;

public sealed class Sha256CircuitSpecs
{
    private static readonly int Blocks = Environment.GetEnvironmentVariable("RINGS_PROOFS_FULL") is null ? 100 : 10_000;

    private readonly SeededBytes _random = new(31);

    [Fact]
    public void A_block_costs_fewer_AND_gates_than_the_public_circuit()
    {
        // 22,573 ANDs in the circuit that everybody uses, with the padding free as here.
        Assert.Equal(22_313, Sha256Circuit.First.Ands);
        Assert.Equal(22_685, Sha256Circuit.Next.Ands);
    }

    [Fact]
    public void One_block_is_SHA_256_of_up_to_55_bytes()
    {
        var circuit = Circuit.Of(Sha256Circuit.First);
        for (var run = 0; run < Blocks; run++)
        {
            var text = _random.Next(run % 56);

            var (_, outputs) = CircuitValues.Of(circuit, Padded(text));

            Assert.Equal(SHA256.HashData(text), outputs);
        }
    }

    [Fact]
    public void Blocks_in_a_row_are_SHA_256_of_longer_texts()
    {
        var text = _random.Next(150);
        var plan = new CircuitPlan(3 * 512);
        var state = plan.Place(Sha256Circuit.First, plan.Inputs(0, 512));
        for (var block = 1; block < 3; block++) state = plan.Place(Sha256Circuit.Next, state, plan.Inputs(512 * block, 512));
        var circuit = plan.Finish(state);

        Assert.Equal(SHA256.HashData(text), CircuitValues.Of(circuit, Padded(text)).Outputs);
    }

    [Fact]
    public void What_is_known_of_a_block_does_not_go_in()
    {
        var text = _random.Next(20);
        var block = Padded(text);

        var part = Sha256Circuit.Block(Sha256Circuit.StartState(), block.AsSpan(20));

        Assert.Equal(160, part.Inputs);
        Assert.InRange(part.Ands, 1, Sha256Circuit.First.Ands - 500);
        Assert.Equal(SHA256.HashData(text), CircuitValues.Of(Circuit.Of(part), text).Outputs);
    }

    [Fact]
    public void Numbers_are_compared_as_numbers_are()
    {
        var builder = new CircuitBuilder(64);
        var part = builder.Finish([builder.IsAtMost([.. Enumerable.Range(0, 32)], [.. Enumerable.Range(32, 32)])]);
        var circuit = Circuit.Of(part);
        var edges = new uint[] { 0, 1, 2, 0x7FFFFFFF, 0x80000000, uint.MaxValue - 1, uint.MaxValue };

        Assert.Equal(32, part.Ands);
        foreach (var left in edges)
        {
            foreach (var right in edges)
            {
                var inputs = new byte[8];
                BinaryPrimitives.WriteUInt32LittleEndian(inputs, left);
                BinaryPrimitives.WriteUInt32LittleEndian(inputs.AsSpan(4), right);
                Assert.Equal(left <= right ? 1 : 0, CircuitValues.Of(circuit, inputs).Outputs[0]);
            }
        }
    }

    internal static byte[] Padded(byte[] text)
    {
        var padded = new byte[(text.Length + 9 + 63) / 64 * 64];
        text.CopyTo(padded, 0);
        padded[text.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padded.AsSpan(padded.Length - 8), 8UL * (ulong)text.Length);
        return padded;
    }
}
