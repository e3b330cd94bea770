using System.Buffers.Binary;

namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>
/// One of some protocols (Cramer, Damgård, Schoenmakers, 1994): the parts of the challenge are free but for their sum c₁ ⊕ … ⊕ c_m,
/// so that all but one can be simulated. The answer has them all.
/// </summary>
/// <param name="parts">The protocols.</param>
internal sealed class AnySigma(Sigma[] parts) : Sigma
{
    private const int PartBytes = 16;

    public override int MoveBytes => parts.Sum(part => part.MoveBytes);

    public override int AnswerBytes => parts.Sum(part => PartBytes + part.AnswerBytes);

    public override bool IsFor(KeysWitness witness) => parts.Any(part => part.IsFor(witness));

    public override SigmaRun Begin(KeysWitness witness, SigmaDraws draws)
    {
        var own = Array.FindIndex(parts, part => part.IsFor(witness));
        var challenges = parts.Select((_, place) => place == own ? 0 : draws.Part()).ToArray();
        var said = parts.Select((part, place) => place == own ? default : part.Simulate(challenges[place], draws)).ToArray();
        var run = parts[own].Begin(witness, draws);
        said[own].Move = run.Move;
        // The own part is not counted in it.
        var others = Sum(challenges);
        return new([.. said.SelectMany(one => one.Move)], challenge =>
        {
            challenges[own] = challenge ^ others;
            said[own].Answer = run.Answer(challenges[own]);
            return Write(challenges, said);
        });
    }

    public override (byte[] Move, byte[] Answer) Simulate(UInt128 challenge, SigmaDraws draws)
    {
        var challenges = parts.Select((_, place) => place == 0 ? 0 : draws.Part()).ToArray();
        challenges[0] = challenge ^ Sum(challenges);
        var said = parts.Select((part, place) => part.Simulate(challenges[place], draws)).ToArray();
        return ([.. said.SelectMany(one => one.Move)], Write(challenges, said));
    }

    public override bool Check(ReadOnlySpan<byte> move, UInt128 challenge, ReadOnlySpan<byte> answer)
    {
        foreach (var part in parts)
        {
            var own = BinaryPrimitives.ReadUInt128BigEndian(answer);
            if (!part.Check(move[..part.MoveBytes], own, answer.Slice(PartBytes, part.AnswerBytes))) return false;
            challenge ^= own;
            move = move[part.MoveBytes..];
            answer = answer[(PartBytes + part.AnswerBytes)..];
        }

        return challenge == 0;
    }

    private static UInt128 Sum(UInt128[] challenges) => challenges.Aggregate(UInt128.Zero, (sum, part) => sum ^ part);

    private static byte[] Write(UInt128[] challenges, (byte[] Move, byte[] Answer)[] said) =>
        [.. challenges.Zip(said).SelectMany(one => SigmaBytes.Of(one.First).Concat(one.Second.Answer))];
}
