using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Statements that circuits prove, live and in files.</summary>
public sealed class CircuitStatementSpecs
{
    private static readonly int Mutations = Environment.GetEnvironmentVariable("RINGS_PROOFS_FULL") is null ? 10 : 1_000;

    private readonly SeededBytes _random = new(81);
    private readonly FileWitness _witness;
    private readonly PreimageStatement _statement;

    public CircuitStatementSpecs() => (_statement, _witness) = Make(40);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(55)] // The padding just goes into the block, ...
    [InlineData(56)] // ... and just not.
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Who_has_the_file_is_believed(int length)
    {
        var (statement, witness) = Make(length);

        Assert.Equal(ProofResult.Accepted, Run(Verifier(statement), statement, witness));
        Assert.Equal(ProofResult.Accepted, Run(Verifier(statement, isWary: true), statement, witness));
    }

    [Fact]
    public void A_proof_that_is_broken_off_answers_nothing_any_more()
    {
        var verifier = Verifier(_statement);
        var prover = Begin(verifier.Ask, _statement, _witness);
        var open = Assert.IsType<ProofMessage.Open>(verifier.Take(prover.First));

        prover.Dispose();

        Assert.Equal(ProofResult.WrongOpening, Assert.IsType<ProofMessage.End>(prover.Answer(open)).Result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(PreimageStatement.MaxLength)]
    public void The_shortest_and_the_longest_file_are_shown_in_a_file_that_is_not_too_long(int length)
    {
        var (statement, witness) = Make(length);
        var proof = FileOf(statement, witness);

        var read = ProofFileText.Parse(ProofFileText.Of(proof));

        Assert.Equal(ProofVerdict.Accepted, read.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now));
        Assert.Throws<ProtocolException>(() => new PreimageStatement(statement.Hash, PreimageStatement.MaxLength + 1));
    }

    [Fact]
    public void Who_has_another_file_begins_nothing()
    {
        var ask = Verifier(_statement).Ask;
        LiveProver? Begin(ProofWitness witness) => LiveProver.Begin(
            ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, ask, _statement, witness, _random.Fill);

        Assert.Null(Begin(new FileWitness(_random.Next(40))));
        Assert.Null(Begin(new FileWitness(_random.Next(41))));
        Assert.Null(Begin(new KeysWitness()));
    }

    [Fact]
    public void Forty_bits_are_asked_for_live_eighty_where_many_were_refused_and_128_in_a_file()
    {
        var wary = new LiveVerifier(
            ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, default, _statement, isWary: true, _random.Fill);

        Assert.Equal((40, 3), (Verifier(_statement).Ask.Bits, Verifier(_statement).Ask.Commitments.Length));
        Assert.Equal(80, wary.Ask.Bits);
        Assert.Equal(ProofResult.Accepted, Run(wary, _statement, _witness));
        Assert.False(LiveProver.Knows(wary.Ask with { Bits = 41 }, _statement));
        Assert.Equal(128, ProofFile.Bits);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_verifier_that_opens_another_challenge_gets_nothing_and_no_second_try(int wrong)
    {
        var verifier = Verifier(_statement);
        var prover = Begin(verifier.Ask, _statement, _witness);
        var move = prover.First;
        for (var step = 1; step < wrong; step++) move = (ProofMessage.Move)prover.Answer((ProofMessage.Open)verifier.Take(move));
        var open = (ProofMessage.Open)verifier.Take(move);

        var answers = new[]
        {
            prover.Answer(open with { Challenge = open.Challenge.SetItem(0, (byte)(open.Challenge[0] ^ 1)) }), prover.Answer(open),
        };

        Assert.All(answers, answer => Assert.Equal(ProofResult.WrongOpening, Assert.IsType<ProofMessage.End>(answer).Result));
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("prover")]
    [InlineData("verifier")]
    [InlineData("nonce")]
    public void A_recorded_proof_is_worth_nothing_elsewhere(string changed)
    {
        var proof = FileOf(_statement, _witness);
        var ring = changed == "ring" ? RingId.OfPublic("other") : ProofWorld.Ring;
        var stolen = new ProofFile(
            ring, changed == "verifier" ? ProofWorld.Anna : ProofWorld.Bela, proof.Id, changed == "nonce" ? default : proof.Nonce,
            changed == "prover" ? Make(41).Statement : proof.Statement, proof.NotAfter, proof.Moves);

        Assert.Equal(ProofVerdict.Accepted, proof.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now));
        Assert.Equal(ProofVerdict.Refused, stolen.Check(ring, stolen.Audience, ProofWorld.Now));
    }

    [Fact]
    public void A_mutated_proof_is_refused_and_by_no_exception()
    {
        var proof = FileOf(_statement, _witness);
        Parallel.For(0, Mutations, run =>
        {
            var choose = new Random(run);
            var move = choose.Next(proof.Moves.Length);
            var place = choose.Next(proof.Moves[move].Length);
            var changed = proof.Moves[move].SetItem(place, (byte)(proof.Moves[move][place] ^ (1 << choose.Next(8))));
            var mutated = new ProofFile(
                proof.Ring, proof.Audience, proof.Id, proof.Nonce, proof.Statement, proof.NotAfter, proof.Moves.SetItem(move, changed));

            Assert.Equal(ProofVerdict.Refused, mutated.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now));
        });
    }

    [Fact]
    public void A_statement_comes_back_from_its_bytes_and_says_what_it_shows()
    {
        var read = Assert.IsType<PreimageStatement>(StatementCodec.Read(_statement.ToBytes().AsSpan()));

        Assert.Equal((_statement.Hash, 40), (read.Hash, read.Length));
        Assert.Equal($"the holder of a file of 40 bytes with the SHA-256 {_statement.Hash}", read.Claim);
        Assert.False(read.Lists(ProofWorld.Anna));
        Assert.False(read.TakesTellingTime);
        byte[] bytes = [.. _statement.ToBytes()];
        Assert.Equal(40, bytes[^1]);
        bytes[^1] = 0; // Written otherwise than a writer does: a length of 0 is left out.
        Assert.Throws<ProtocolException>(() => StatementCodec.Read(bytes));
        // A longer file than there may be: 2,552 and 2³² − 1 as numbers of Protocol Buffers.
        Assert.Throws<ProtocolException>(() => StatementCodec.Read(Longer(bytes, [0xF8, 0x13])));
        Assert.Throws<ProtocolException>(() => StatementCodec.Read(Longer(bytes, [0xFF, 0xFF, 0xFF, 0xFF, 0x0F])));
    }

    private static byte[] Longer(byte[] bytes, byte[] length) =>
        [bytes[0], (byte)(bytes[1] + length.Length - 1), .. bytes[2..^1], .. length];

    private (PreimageStatement Statement, FileWitness Witness) Make(int length)
    {
        var content = _random.Next(length);
        return (new(Bytes32.Read(SHA256.HashData(content)), length), new(content));
    }

    private LiveVerifier Verifier(ProofStatement statement, bool isWary = false) => new(
        ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, SecretId.Draw(_random.Fill), statement, isWary, _random.Fill);

    private LiveProver Begin(ProofMessage.Ask ask, ProofStatement statement, ProofWitness witness) => LiveProver.Begin(
        ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, ask, statement, witness, _random.Fill)!;

    private ProofResult Run(LiveVerifier verifier, ProofStatement statement, ProofWitness witness)
    {
        var prover = Begin(verifier.Ask, statement, witness);
        var said = verifier.Take(prover.First);
        while (said is ProofMessage.Open open) said = verifier.Take((ProofMessage.Move)prover.Answer(open));
        return Assert.IsType<ProofMessage.End>(said).Result;
    }

    private ProofFile FileOf(ProofStatement statement, ProofWitness witness) => ProofFile.Make(
        ProofWorld.Ring, ProofWorld.Bela, statement, ProofWorld.Now + TimeSpan.FromDays(1), witness, _random.Fill)!;
}
