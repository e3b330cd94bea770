using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;

namespace Rings.Fuzz.Targets;

/// <summary>Messages of <c>proof/1</c>, and what prover and verifier do with them.</summary>
internal sealed class ProofMessageTarget : IFuzzTarget
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Prover = Did.Zero.Finger(1);
    private static readonly Did Verifier = Did.Zero.Finger(2);
    private static readonly Secp256k1Point Point = Secp256k1Point.OfSecret(Secp256k1Scalar.Of(5));

    public string Name => "proof-message";

    public int MaxBytes => 8 * 1024;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var verifier = NewVerifier();
        var prover = NewProver(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);
        return ((ProofMessage[])
            [verifier.Ask, prover.First, open, prover.Answer(open), new ProofMessage.End(open.Id, ProofResult.NotMine)])
            .Select(ProofCodec.Write);
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            switch (ProofCodec.Read(input))
            {
                case ProofMessage.Ask ask when LogarithmProver.Knows(ask):
                    ProofCodec.ReadStatement(ask.Statement.AsSpan());
                    break;

                case ProofMessage.Move move:
                    NewVerifier().Take(move);
                    break;

                case ProofMessage.Open open:
                    NewProver(NewVerifier().Ask).Answer(open);
                    break;
            }
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private static LogarithmVerifier NewVerifier() => new(Ring, Prover, Verifier, default, Point, Fill);

    private static LogarithmProver NewProver(ProofMessage.Ask ask) =>
        new(Ring, Prover, Verifier, ask, Secp256k1Scalar.Of(5), Fill);

    private static void Fill(Span<byte> target) => target.Fill(7);
}
