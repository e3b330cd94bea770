using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;

namespace Rings.Fuzz.Targets;

/// <summary>Messages of <c>proof/1</c> and the statements in them, and what prover and verifier do with them.</summary>
internal sealed class ProofMessageTarget : IFuzzTarget
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Prover = Did.Zero.Finger(1);
    private static readonly Did Verifier = Did.Zero.Finger(2);
    private static readonly Secp256k1Scalar Secret = Secp256k1Scalar.Of(5);
    private static readonly ProofStatement Own = new OwnStatement(Secp256k1Point.OfSecret(Secret));

    public string Name => "proof-message";

    public int MaxBytes => 8 * 1024;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds()
    {
        var verifier = NewVerifier();
        var prover = NewProver(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);
        ProofMessage[] messages =
        [
            verifier.Ask, prover.First, open, prover.Answer(open), new ProofMessage.End(open.Id, ProofResult.NotMine),
            new WishMessage(open.Id, new OwnWish()), new WishMessage(open.Id, new PreimageWish(default)),
            new WishMessage(open.Id, new CredentialWish(Prover, "adults", "born<=2008-11-28 or born=1955-01-01", isAnonymous: true, "vote")),
        ];
        return messages.Concat(Statements().Select(one => new ProofMessage.Offer(open.Id, one.ToBytes()))).Select(ProofCodec.Write);
    }

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            switch (ProofCodec.Read(input))
            {
                case ProofMessage.Offer offer:
                    _ = StatementCodec.Read(offer.Statement.AsSpan()).Claim;
                    break;

                case WishMessage wish:
                    _ = wish.Wished.Claim;
                    foreach (var statement in Statements()) wish.Wished.IsFulfilledBy(statement, Prover);
                    break;

                case ProofMessage.Ask ask when LiveProver.Knows(ask, Own):
                    StatementCodec.Read(ask.Statement.AsSpan());
                    break;

                case ProofMessage.Move move:
                    var verifier = NewVerifier();
                    verifier.Take(move with { Step = 1 });
                    verifier.Take(move with { Step = 2 });
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

    private static IEnumerable<ProofStatement> Statements()
    {
        var keys = Enumerable.Range(5, 3).Select(number => Secp256k1Point.OfSecret(Secp256k1Scalar.Of((uint)number))).ToArray();
        var tag = ProofTag.Of(Secret, Verifier, "vote");
        var tree = new CredentialTree(Prover, "adults", [new("born", IsDate: true)], 16, default);
        var (own, same) = (new OwnStatement(keys[0]), new SameOwnerStatement(keys[0], tag));
        return
        [
            own, new OwnStatement(keys[0], AccountDid.OfEthereum(keys[0].ToUncompressed())), same, new AllStatement([own, same]),
            new AnyStatement([own, same]), new OneOfStatement([.. keys]), new OneOfStatement([.. keys], tag),
            new EdwardsStatement(Edwards25519Point.OfSecret(Edwards25519Scalar.Of(7))),
            new CredentialStatement(tree, CredentialRule.Parse("born<=2008-11-28 or born=1955-01-01", tree), isAnonymous: true, "vote"),
        ];
    }

    private static LiveVerifier NewVerifier() => new(Ring, Prover, Verifier, default, Own, isWary: false, Fill);

    private static LiveProver NewProver(ProofMessage.Ask ask) =>
        LiveProver.Begin(Ring, Prover, Verifier, ask, Own, new KeysWitness(Secret), Fill)!;

    private static void Fill(Span<byte> target) => target.Fill(7);
}
