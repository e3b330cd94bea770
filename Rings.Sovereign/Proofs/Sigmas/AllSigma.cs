namespace Rings.Sovereign.Proofs.Sigmas;

/// <summary>All of some protocols, with one challenge.</summary>
/// <param name="parts">The protocols.</param>
internal sealed class AllSigma(Sigma[] parts) : Sigma
{
    public override int MoveBytes => parts.Sum(part => part.MoveBytes);

    public override int AnswerBytes => parts.Sum(part => part.AnswerBytes);

    public override bool IsFor(KeysWitness witness) => parts.All(part => part.IsFor(witness));

    public override SigmaRun Begin(KeysWitness witness, SigmaDraws draws)
    {
        var runs = parts.Select(part => part.Begin(witness, draws)).ToList();
        return new([.. runs.SelectMany(run => run.Move)], challenge => [.. runs.SelectMany(run => run.Answer(challenge))]);
    }

    public override (byte[] Move, byte[] Answer) Simulate(UInt128 challenge, SigmaDraws draws)
    {
        var said = parts.Select(part => part.Simulate(challenge, draws)).ToList();
        return ([.. said.SelectMany(one => one.Move)], [.. said.SelectMany(one => one.Answer)]);
    }

    public override bool Check(ReadOnlySpan<byte> move, UInt128 challenge, ReadOnlySpan<byte> answer)
    {
        foreach (var part in parts)
        {
            if (!part.Check(move[..part.MoveBytes], challenge, answer[..part.AnswerBytes])) return false;
            move = move[part.MoveBytes..];
            answer = answer[part.AnswerBytes..];
        }

        return true;
    }
}
