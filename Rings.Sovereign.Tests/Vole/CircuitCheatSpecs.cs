using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Vole;
using Xunit.Abstractions;

namespace Rings.Sovereign.Tests.Vole;

/// <summary>What cheats win when soundness is lowered to 8 bits: a thousand tries here, a hundred thousand by <c>.ci/long</c>.</summary>
public sealed class CircuitCheatSpecs(ITestOutputHelper output)
{
    private const int WrongGate = 5;

    private static readonly int Tries = Environment.GetEnvironmentVariable("RINGS_PROOFS_FULL") is null ? 1_000 : 100_000;

    private readonly SeededBytes _random = new(61);

    [Fact]
    public void Two_roots_of_a_wrong_gate_win_two_times_in_256() => Expect(2, Cheat(dialogue =>
    {
        var one = _random.Next(1)[0];
        var other = (byte)(one + 1 + (_random.Next(1)[0] % 255));
        AddError(dialogue, Root(one), Root(other));
    }));

    [Fact]
    public void One_guess_of_the_hidden_leaf_wins_once_in_256() => Expect(1, Cheat(dialogue =>
    {
        var root = Root(_random.Next(1)[0]);
        AddError(dialogue, root, root);
    }));

    [Fact]
    public void Numbers_that_are_drawn_win_no_more() => Expect(0, Cheat(dialogue => _random.Fill(dialogue.Moves[2])));

    [Fact]
    public void To_hope_that_the_wrong_gate_is_not_seen_wins_no_more()
    {
        // The polynomial χ·Δ² has the root 0 twice.
        Expect(1, Cheat(_ => { }));
    }

    [Fact]
    public void A_wrong_correction_passes_once_in_256_and_gains_nothing_then()
    {
        // Of two trees the second speaks of a sum with one bit changed. The hashes fit only where that tree's byte of Δ, all
        // of whose bits count, is guessed; the cheat guesses zero, for which nothing has to be changed.
        var circuit = CircuitDialogue.Draw(8, 10, _random);
        var (passed, won) = (0, 0);
        foreach (var wrongGate in (int[])[-1, WrongGate])
        {
            var (witness, outputs) = CircuitValues.Of(circuit, [0x3C], wrongGate);
            for (var run = 0; run < Tries; run++)
            {
                var dialogue = new CircuitDialogue(circuit, witness, outputs, 2, _random);
                dialogue.Moves[0][64] ^= 1;
                var (isGuessed, isAccepted) = (dialogue.Challenges[2][1] == 0, dialogue.IsAccepted());
                if (wrongGate < 0) Assert.Equal(isGuessed, isAccepted);
                if (isAccepted && wrongGate < 0) passed++;
                else if (isAccepted) won++;
            }
        }

        Expect(1 / 256.0, passed);
        Expect(1 / 65536.0, won);
    }

    private void Expect(int roots, int won) => Expect(roots / 256.0, won);

    private void Expect(double chance, int won)
    {
        var expected = Tries * chance;
        var error = 3 * Math.Sqrt(Tries * chance * (1 - chance));
        output.WriteLine($"won {won} of {Tries}, expected {expected:F1} ± {error:F1}");
        Assert.InRange(won, Math.Floor(expected - error), Math.Ceiling(expected + error));
    }

    /// <summary>Proves with a wrong gate, and changes the third move.</summary>
    private int Cheat(Action<CircuitDialogue> change)
    {
        var circuit = CircuitDialogue.Draw(8, 10, _random);
        var (witness, outputs) = CircuitValues.Of(circuit, [0x3C], WrongGate);
        var won = 0;
        for (var run = 0; run < Tries; run++)
        {
            var dialogue = new CircuitDialogue(circuit, witness, outputs, 1, _random);
            change(dialogue);
            if (dialogue.IsAccepted()) won++;
        }

        return won;
    }

    /// <summary>Adds χ·(Δ ⊕ one)·(Δ ⊕ other) but for its square to the coefficients: the check fits at these two Δ.</summary>
    private static void AddError(CircuitDialogue dialogue, Vector128<ulong> one, Vector128<ulong> other)
    {
        var weights = new WeightReader<PlainPath>(MemoryMarshal.Read<Vector128<ulong>>(dialogue.Challenges[1]));
        var weight = weights.Next();
        for (var gate = 0; gate < WrongGate; gate++) weight = weights.Next();
        var coefficients = MemoryMarshal.Cast<byte, Vector128<ulong>>(dialogue.Moves[2].AsSpan());
        coefficients[0] ^= Field<PlainPath>.Multiply(weight, Field<PlainPath>.Multiply(one, other));
        coefficients[1] ^= Field<PlainPath>.Multiply(weight, one ^ other);
    }

    private static Vector128<ulong> Root(byte leaf) => Vector128.Create((ulong)leaf, 0);
}
