using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

public sealed class LogarithmProofSpecs
{
    private static readonly RingId Ring = RingId.OfPublic("main");
    private static readonly Did Anna = Did.Zero.Finger(1);
    private static readonly Did Bela = Did.Zero.Finger(2);

    private readonly SeededBytes _random = new(11);
    private readonly Secp256k1Scalar _secret;
    private readonly Secp256k1Point _point;

    public LogarithmProofSpecs()
    {
        _secret = Secp256k1Scalar.Draw(_random.Fill);
        _point = Secp256k1Point.OfSecret(_secret);
    }

    [Fact]
    public void Who_knows_the_logarithm_is_believed()
    {
        var verifier = Verifier();
        var prover = Prover(verifier.Ask);

        var open = (ProofMessage.Open)verifier.Take(prover.First);
        var end = verifier.Take((ProofMessage.Move)prover.Answer(open));

        Assert.Equal(new ProofMessage.End(verifier.Ask.Id, ProofResult.Accepted), end);
    }

    [Fact]
    public void Who_knows_another_is_not()
    {
        var verifier = Verifier();
        var prover = new LogarithmProver(Ring, Anna, Bela, verifier.Ask, _secret + Secp256k1Scalar.One, _random.Fill);

        var end = verifier.Take((ProofMessage.Move)prover.Answer((ProofMessage.Open)verifier.Take(prover.First)));

        Assert.Equal(ProofResult.Refused, ((ProofMessage.End)end).Result);
    }

    [Fact]
    public void A_verifier_that_opens_another_challenge_gets_nothing_and_no_second_try()
    {
        var verifier = Verifier();
        var prover = Prover(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);

        var answers = new[] { prover.Answer(open with { Challenge = open.Challenge + 1 }), prover.Answer(open) };

        Assert.All(answers, answer => Assert.Equal(ProofResult.WrongOpening, Assert.IsType<ProofMessage.End>(answer).Result));
    }

    [Fact]
    public void A_second_opening_gets_nothing()
    {
        var verifier = Verifier();
        var prover = Prover(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);

        Assert.IsType<ProofMessage.Move>(prover.Answer(open));
        Assert.Equal(ProofResult.WrongOpening, ((ProofMessage.End)prover.Answer(open)).Result);
    }

    [Theory]
    [InlineData("prover")]
    [InlineData("verifier")]
    [InlineData("ring")]
    [InlineData("nonce")]
    [InlineData("id")]
    public void An_opening_is_good_in_its_own_context_only(string changed)
    {
        var verifier = Verifier();
        var ask = changed switch
        {
            "nonce" => verifier.Ask with { Nonce = Bytes32.Draw(_random.Fill) },
            "id" => verifier.Ask with { Id = SecretId.Draw(_random.Fill) },
            _ => verifier.Ask,
        };
        var prover = new LogarithmProver(
            changed == "ring" ? RingId.OfPublic("other") : Ring, changed == "prover" ? Bela : Anna,
            changed == "verifier" ? Anna : Bela, ask, _secret, _random.Fill);

        var answer = prover.Answer((ProofMessage.Open)verifier.Take(prover.First));

        Assert.Equal(ProofResult.WrongOpening, Assert.IsType<ProofMessage.End>(answer).Result);
    }

    [Fact]
    public void A_source_that_repeats_itself_gives_no_two_answers_to_one_move()
    {
        // Two answers to one move give the secret away. A hostile verifier asks under one context with two commitments.
        var verifier = Verifier();
        var (first, random) = (verifier.Ask, Bytes32.Draw(_random.Fill));
        var second = first with { Commitments = [new ProofContext(Ring, Anna, Bela, first).CommitmentTo(1, 5, random)] };
        var (one, other) = (Repeating(first), Repeating(second));
        var (openOne, openOther) = (
            (ProofMessage.Open)verifier.Take(one.First), new ProofMessage.Open(second.Id, 1, 5, random));

        Assert.NotEqual(one.First.Data, other.First.Data);
        var guess = (Answer(one, openOne) + -Answer(other, openOther))
            * (ScalarOf(openOne) + -ScalarOf(openOther)).Inverse();
        Assert.NotEqual(_secret, guess);
    }

    [Fact]
    public void A_transcript_can_be_made_without_the_secret()
    {
        // The simulator: who knows the challenge beforehand, as the verifier does, writes an accepting transcript.
        var open = (ProofMessage.Open)Verifier(new SeededBytes(99)).Take(new(default, 1, [.. _point.Encoded]));
        var verifier = Verifier(new SeededBytes(99));
        var answer = Secp256k1Scalar.Draw(_random.Fill);
        var move = Secp256k1Point.PublicSum(answer, -ScalarOf(open), _point);

        Assert.Equal(open, verifier.Take(new ProofMessage.Move(verifier.Ask.Id, 1, [.. move.Encoded])));
        var end = verifier.Take(new ProofMessage.Move(verifier.Ask.Id, 2, [.. answer.ToByteArray()]));

        Assert.Equal(ProofResult.Accepted, Result(end));
    }

    [Fact]
    public void A_mutated_answer_is_refused()
    {
        var choose = new Random(12);
        for (var run = 0; run < 200; run++)
        {
            var verifier = Verifier();
            var prover = Prover(verifier.Ask);
            var answer = (ProofMessage.Move)prover.Answer((ProofMessage.Open)verifier.Take(prover.First));
            var place = choose.Next(answer.Data.Length);
            var changed = answer with { Data = answer.Data.SetItem(place, (byte)(answer.Data[place] ^ (1 << choose.Next(8)))) };

            Assert.Equal(ProofResult.Refused, ((ProofMessage.End)verifier.Take(changed)).Result);
        }
    }

    [Fact]
    public void Moves_out_of_turn_or_form_are_refused()
    {
        var early = Verifier();
        var late = Verifier();
        var twice = Verifier();
        var prover = Prover(twice.Ask);
        var open = (ProofMessage.Open)twice.Take(prover.First);

        Assert.Equal(ProofResult.Refused, Result(early.Take(new(early.Ask.Id, 2, [.. new byte[32]]))));
        Assert.Equal(ProofResult.Refused, Result(late.Take(new(late.Ask.Id, 1, [1, 2, 3]))));
        Assert.Equal(ProofResult.Refused, Result(twice.Take(prover.First)));
        Assert.Equal(ProofResult.Refused, Result(twice.Take((ProofMessage.Move)prover.Answer(open))));
    }

    [Fact]
    public void Messages_come_back_from_their_bytes()
    {
        var verifier = Verifier();
        var prover = Prover(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);

        foreach (var message in (ProofMessage[])[verifier.Ask, prover.First, open, new ProofMessage.End(open.Id, ProofResult.Busy)])
        {
            var bytes = ProofCodec.Write(message);
            Assert.Equal(bytes, ProofCodec.Write(ProofCodec.Read(bytes)));
        }

        Assert.Equal(_point, ProofCodec.ReadStatement(verifier.Ask.Statement.AsSpan()));
    }

    private static ProofResult Result(ProofMessage message) => Assert.IsType<ProofMessage.End>(message).Result;

    private static Secp256k1Scalar Answer(LogarithmProver prover, ProofMessage.Open open) =>
        Secp256k1Scalar.Read(((ProofMessage.Move)prover.Answer(open)).Data.AsSpan(), "z");

    private static Secp256k1Scalar ScalarOf(ProofMessage.Open open) => LogarithmProver.ScalarOf(open.Challenge);

    private LogarithmVerifier Verifier() => Verifier(_random);

    private LogarithmVerifier Verifier(SeededBytes random) =>
        new(Ring, Anna, Bela, SecretId.Draw(random.Fill), _point, random.Fill);

    private LogarithmProver Repeating(ProofMessage.Ask ask) =>
        new(Ring, Anna, Bela, ask, _secret, new SeededBytes(1).Fill);

    private LogarithmProver Prover(ProofMessage.Ask ask) => new(Ring, Anna, Bela, ask, _secret, _random.Fill);
}
