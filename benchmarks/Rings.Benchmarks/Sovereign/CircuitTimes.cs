using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;

namespace Rings.Benchmarks.Sovereign;

/// <summary>What proofs of circuits take on one thread: time of both sides, bytes, and memory above what the program has.</summary>
internal static class CircuitTimes
{
    private const int BlockBits = Sha256Circuit.BlockBits;
    private const int StateBits = Sha256Circuit.StateBits;

    /// <param name="arguments">How many rounds.</param>
    public static int Run(string[] arguments)
    {
        var rounds = arguments is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 20;
        var block = Circuit.Of(Sha256Circuit.First);
        Measure("SHA-256 block, 128 bits", block, 16, rounds);
        Measure("SHA-256 block, live, 40 bits", block, 5, rounds);
        Measure("Merkle path of depth 20, live", MerklePath(20), 5, rounds);
        Measure("2^20 AND gates, live", Million(), 5, rounds);
        Measure("2^20 AND gates, 128 bits", Million(), 16, Math.Max(1, rounds / 4));
        return 0;
    }

    private static void Measure(string name, Circuit circuit, int trees, int rounds)
    {
        var (proving, verifying) = (new List<double>(), new List<double>());
        var (bytes, most) = (0, 0L);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var inputs = RandomNumberGenerator.GetBytes((circuit.Inputs + 7) / 8);
        for (var round = -3; round < rounds; round++)
        {
            var (_, outputs) = CircuitValues.Of(circuit, inputs);
            var challenges = Enumerable.Range(1, 3).Select(step => RandomNumberGenerator.GetBytes(
                new VoleShape(circuit.WitnessBits, trees).ChallengeBytes(step))).ToArray();
            var began = Stopwatch.GetTimestamp();
            var moves = Prove(circuit, inputs, trees, challenges);
            var proven = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
            began = Stopwatch.GetTimestamp();
            var isRight = new CircuitVerifier(circuit, outputs, trees, VoleKernels.Best).Verify(
                [.. moves.Select(move => (ReadOnlyMemory<byte>)move)], [.. challenges.Select(one => (ReadOnlyMemory<byte>)one)]);
            var verified = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
            if (!isRight) throw new InvalidOperationException("A right proof was refused.");
            bytes = moves.Sum(move => move.Length);
            if (round < 0) continue;
            proving.Add(proven);
            verifying.Add(verified);
        }

        proving.Sort();
        verifying.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-32} {circuit.Ands,9:N0} ANDs: prove {proving[0]:F1} ms (median {proving[rounds / 2]:F1}), "
            + $"verify {verifying[0]:F1} ms (median {verifying[rounds / 2]:F1}), {bytes / 1024.0:F1} KiB, "
            + $"{circuit.Ands / proving[rounds / 2] / 1000:F1} and {circuit.Ands / verifying[rounds / 2] / 1000:F1} million ANDs a second, "
            + $"{most / 1048576.0:F0} MiB"));
    }

    private static byte[][] Prove(Circuit circuit, byte[] inputs, int trees, byte[][] challenges)
    {
        var (witness, _) = CircuitValues.Of(circuit, inputs);
        using var prover = new CircuitProver(circuit, witness, trees, [], RandomNumberGenerator.Fill, VoleKernels.Best);
        return [prover.Commit(), prover.Hash(challenges[0]), prover.Check(challenges[1]), prover.Open(challenges[2])];
    }

    /// <summary>A hidden leaf, and on each level a hidden neighbour and on which side it is.</summary>
    private static Circuit MerklePath(int depth)
    {
        var plan = new CircuitPlan(StateBits + (depth * (StateBits + 1)));
        var node = plan.Inputs(0, StateBits);
        for (var level = 0; level < depth; level++)
        {
            var from = StateBits + (level * (StateBits + 1));
            node = plan.Place(MerkleCircuit.Level, node, plan.Inputs(from, StateBits + 1));
        }

        return plan.Finish(node);
    }

    /// <summary>SHA-256 blocks as many as go into 2²⁰ ANDs, and single gates for the rest.</summary>
    private static Circuit Million()
    {
        var plan = new CircuitPlan(BlockBits);
        var state = plan.Place(Sha256Circuit.First, plan.Inputs(0, BlockBits));
        var left = Circuit.MaxAnds - Sha256Circuit.First.Ands;
        for (; left >= Sha256Circuit.Next.Ands; left -= Sha256Circuit.Next.Ands)
            state = plan.Place(Sha256Circuit.Next, state, plan.Inputs(0, BlockBits));
        var builder = new CircuitBuilder(StateBits);
        var wires = Enumerable.Range(0, StateBits).ToArray();
        for (var gate = 0; gate < left; gate++)
        {
            var at = gate % StateBits;
            wires[at] = builder.And(builder.Not(wires[at]), wires[(at + 1) % StateBits]);
        }

        return plan.Finish(plan.Place(builder.Finish(wires), [.. state.AsSpan()]));
    }
}
