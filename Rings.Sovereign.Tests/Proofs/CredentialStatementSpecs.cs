using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Circuits;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Files;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Proofs of credentials, live and in files.</summary>
public sealed class CredentialStatementSpecs
{
    private static readonly int Mutations = Environment.GetEnvironmentVariable("RINGS_PROOFS_FULL") is null ? 3 : 1_000;

    private readonly CredentialWorld _world = new();

    [Theory]
    [InlineData(false, null, CredentialWorld.Adult)]
    [InlineData(false, null, "")]
    [InlineData(true, null, CredentialWorld.Adult)]
    [InlineData(true, "vote 7", "member=1 and born>=1950-01-01")]
    [InlineData(true, "vote 7", "")]
    public void Who_holds_it_is_believed(bool isAnonymous, string? words, string rule)
    {
        var statement = _world.Statement(isAnonymous, words, rule);

        Assert.Equal(ProofResult.Accepted, Run(statement, _world.Witness(isAnonymous)));
        Assert.Equal(ProofResult.Accepted, Run(statement, _world.Witness(isAnonymous), isWary: true));
    }

    [Theory]
    [InlineData("1955-06-07", true)]
    [InlineData("2008-11-28", true)]
    [InlineData("2008-11-29", false)]
    public void The_circuit_compares_as_the_rule_does(string born, bool holds)
    {
        var world = new CredentialWorld(1 + 1, born);
        var circuit = CredentialCircuit.Of(2, isAnonymous: false, hasTag: false, CredentialRule.Parse(CredentialWorld.Adult, world.Tree));
        byte[] inputs =
        [
            .. CredentialHashes.Bytes(world.Named.Values), .. world.Named.Holder.Field.ToByteArray(),
            .. world.Named.Path.SelectMany(one => one.ToByteArray()), (byte)world.Named.Place,
        ];

        var outputs = CircuitValues.Of(circuit, inputs).Outputs;

        Assert.Equal<byte>([.. ProofWorld.Anna.ToByteArray(), .. world.Tree.Root.ToByteArray(), (byte)(holds ? 1 : 0)], outputs);
        Assert.Equal(holds, Run(world.Statement(isAnonymous: false), world.Witness(isAnonymous: false)) is ProofResult.Accepted);
    }

    [Fact]
    public void A_named_one_is_refused_to_another_Did_that_holds_the_file()
    {
        var statement = _world.Statement(isAnonymous: false);

        // By an honest program, ...
        Assert.Null(Prover(Verifier(statement, Did.Zero.Finger(50)).Ask, statement, _world.Witness(isAnonymous: false), Did.Zero.Finger(50)));
        // ... and by a verifier whom a liar shows the proof that Anna could give it.
        var verifier = Verifier(statement, Did.Zero.Finger(50));
        var prover = Prover(verifier.Ask, statement, _world.Witness(isAnonymous: false))!;
        var said = verifier.Take(prover.First);
        while (said is ProofMessage.Open open)
        {
            // Under Anna's name no opening fits: what a liar says then is as good as drawn.
            said = verifier.Take(prover.Answer(open) as ProofMessage.Move
                ?? new(open.Id, open.Step + 1, [.. new byte[verifier.NextMoveBytes]]));
        }

        Assert.Equal(ProofResult.Refused, Assert.IsType<ProofMessage.End>(said).Result);
        Assert.Null(ProofFile.Make(
            ProofWorld.Ring, ProofWorld.Bela, statement, ProofWorld.Now, _world.Witness(isAnonymous: false), _world.Random.Fill));
        Assert.Throws<ProtocolException>(() => StatementCodec.ReadOfFile(StatementCodec.Write(statement, ProofWorld.Now)));
    }

    [Fact]
    public void Who_holds_another_credential_or_one_that_does_not_fulfil_the_rule_begins_nothing()
    {
        var statement = _world.Statement(isAnonymous: false);
        LiveProver? Begin(CredentialStatement of, ProofWitness witness) => Prover(Verifier(of).Ask, of, witness);

        Assert.Null(Begin(statement, new CredentialWitness(_world.Child)));
        Assert.Null(Begin(statement, _world.Witness(isAnonymous: true)));
        Assert.Null(Begin(statement, new FileWitness(new byte[5])));
        Assert.Null(Begin(_world.Statement(isAnonymous: false, rule: "born>2008-11-28"), _world.Witness(isAnonymous: false)));
        Assert.Null(Begin(new CredentialWorld(seed: 92).Statement(isAnonymous: false), _world.Witness(isAnonymous: false)));
        Assert.Null(Begin(new(_world.Tree, new([]), isAnonymous: true, "vote 7", tag: default), _world.Witness(isAnonymous: true)));
    }

    [Fact]
    public void The_tag_is_one_for_one_occasion_of_one_verifier_and_is_none_of_others()
    {
        var (first, again) = (_world.Statement(isAnonymous: true, "vote 7"), _world.Statement(isAnonymous: true, "vote 7", ""));
        var elsewhere = CredentialStatement.Of(_world.Anonymous, new([]), ProofWorld.Anna, "vote 7");
        var other = new CredentialWorld(seed: 93).Statement(isAnonymous: true, "vote 7");

        Assert.Equal(first.Tags.Single(), again.Tags.Single());
        Assert.Equal(4, new[] { first, elsewhere, other, _world.Statement(isAnonymous: true, "vote 8") }.Select(one => one.Tag).Distinct().Count());
        Assert.Empty(_world.Statement(isAnonymous: true).Tags);
        // What was made for Bela is worth nothing to Anna, though the words are the same.
        Assert.Null(LiveProver.Begin(
            ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Anna, Verifier(first).Ask, first, _world.Witness(isAnonymous: true), _world.Random.Fill));
    }

    [Fact]
    public void A_file_is_believed_by_who_has_read_the_root_and_by_nobody_else()
    {
        var proof = FileOf();
        var read = ProofFileText.Parse(ProofFileText.Of(proof));

        Assert.Equal(ProofVerdict.Accepted, read.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now, default, _world.Tree.Id));
        Assert.Equal(ProofVerdict.OtherRoot, read.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now));
        Assert.Equal(ProofVerdict.OtherRoot, read.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now, _world.Tree.Root));
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("verifier")]
    [InlineData("nonce")]
    [InlineData("root")]
    [InlineData("rule")]
    [InlineData("tag")]
    public void A_recorded_proof_is_worth_nothing_elsewhere(string changed)
    {
        var proof = FileOf();
        var (ring, tree) = (changed == "ring" ? RingId.OfPublic("other") : ProofWorld.Ring, _world.Tree);
        var own = (CredentialStatement)proof.Statement;
        var statement = changed switch
        {
            "root" => new(new(tree.Issuer, tree.Name, tree.Attributes, tree.Depth, default), own.Rule, true, own.Words, own.Tag),
            "rule" => new(tree, CredentialRule.Parse("born<=2008-11-27", tree), true, own.Words, own.Tag),
            "tag" => new(tree, own.Rule, true, own.Words, default),
            _ => own,
        };
        var stolen = new ProofFile(
            ring, changed == "verifier" ? ProofWorld.Anna : ProofWorld.Bela, proof.Id, changed == "nonce" ? default : proof.Nonce, statement,
            proof.NotAfter, proof.Moves);

        Assert.Equal(ProofVerdict.Refused, stolen.Check(ring, stolen.Audience, ProofWorld.Now, statement.Tree.Id));
    }

    [Fact]
    public void A_mutated_proof_is_refused_and_by_no_exception()
    {
        var proof = FileOf();
        Parallel.For(0, Mutations, run =>
        {
            var choose = new Random(run);
            var move = choose.Next(proof.Moves.Length);
            var place = choose.Next(proof.Moves[move].Length);
            var changed = proof.Moves[move].SetItem(place, (byte)(proof.Moves[move][place] ^ (1 << choose.Next(8))));
            var mutated = new ProofFile(
                proof.Ring, proof.Audience, proof.Id, proof.Nonce, proof.Statement, proof.NotAfter, proof.Moves.SetItem(move, changed));

            Assert.Equal(ProofVerdict.Refused, mutated.Check(ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Now, _world.Tree.Id));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_verifier_that_opens_another_challenge_gets_nothing_and_no_second_try(int wrong)
    {
        var statement = _world.Statement(isAnonymous: true, "vote 7");
        var verifier = Verifier(statement);
        var prover = Prover(verifier.Ask, statement, _world.Witness(isAnonymous: true))!;
        var move = prover.First;
        for (var step = 1; step < wrong; step++) move = (ProofMessage.Move)prover.Answer((ProofMessage.Open)verifier.Take(move));
        var open = (ProofMessage.Open)verifier.Take(move);

        Assert.Equal(ProofResult.WrongOpening, Assert.IsType<ProofMessage.End>(
            prover.Answer(open with { Challenge = open.Challenge.SetItem(0, (byte)~open.Challenge[0]) })).Result);
        Assert.Equal(ProofResult.WrongOpening, Assert.IsType<ProofMessage.End>(prover.Answer(open)).Result);
    }

    [Fact]
    public void The_largest_circuit_is_one_that_may_be()
    {
        var rule = new CredentialRule([.. Enumerable.Repeat(
            Enumerable.Range(0, 4).Select(number => new AttributeComparison(number, ComparisonKind.Equal, number)).ToImmutableArray(), 4)]);

        var circuit = CredentialCircuit.Of(CredentialTree.MaxDepth, isAnonymous: true, hasTag: true, rule);

        Assert.InRange(circuit.Ands, 500_000, Circuit.MaxAnds);
    }

    [Fact]
    public void Statements_come_back_from_their_bytes_and_say_what_they_show()
    {
        foreach (var statement in (CredentialStatement[])
            [_world.Statement(false), _world.Statement(true), _world.Statement(true, "vote 7", "born<1970-01-01 or member=2 and born>=1950-01-01")])
        {
            var read = Assert.IsType<CredentialStatement>(StatementCodec.Read(statement.ToBytes().AsSpan()));
            Assert.Equal((statement.Claim, statement.Tree.Id, statement.Tag), (read.Claim, read.Tree.Id, read.Tag));
            Assert.False(read.Lists(ProofWorld.Anna));
        }

        Assert.Equal(
            $"the holder of its own credential 'adults' of {CredentialWorld.Issuer} with born <= 2008-11-28", _world.Statement(false).Claim);
        Assert.Equal(
            $"the holder of a credential 'adults' of {CredentialWorld.Issuer} with born <= 2008-11-28, marked once for 'vote 7', and does not say which",
            _world.Statement(true, "vote 7").Claim);
    }

    [Fact]
    public void Statements_that_are_out_of_their_range_are_none()
    {
        var (tree, rule) = (_world.Tree, new CredentialRule([]));
        Assert.Throws<ProtocolException>(() => new CredentialStatement(tree, rule, isAnonymous: false, "vote 7"));
        Assert.Throws<ProtocolException>(() => new CredentialStatement(tree, rule, isAnonymous: true, ""));
        Assert.Throws<ProtocolException>(() => new CredentialStatement(tree, new([[new(2, ComparisonKind.Equal, 0)]]), isAnonymous: true));
        Assert.Throws<ProtocolException>(() => new CredentialRule([[new(4, ComparisonKind.Equal, 0)]]));
        Assert.Throws<ProtocolException>(() => new CredentialRule([[new(0, (ComparisonKind)4, 0)]]));
        Assert.Throws<ProtocolException>(() => new CredentialRule([[]]));
        Assert.Throws<ProtocolException>(() => new CredentialTree(tree.Issuer, tree.Name, tree.Attributes, 0, tree.Root));
        Assert.Throws<ProtocolException>(() => new CredentialTree(tree.Issuer, tree.Name, tree.Attributes, 21, tree.Root));
    }

    private ProofFile FileOf() => ProofFile.Make(
        ProofWorld.Ring, ProofWorld.Bela, _world.Statement(isAnonymous: true, "vote 7"), ProofWorld.Now + TimeSpan.FromDays(1),
        _world.Witness(isAnonymous: true), _world.Random.Fill)!;

    private LiveVerifier Verifier(ProofStatement statement, Did? prover = null, bool isWary = false) => new(
        ProofWorld.Ring, prover ?? ProofWorld.Anna, ProofWorld.Bela, SecretId.Draw(_world.Random.Fill), statement, isWary, _world.Random.Fill);

    private LiveProver? Prover(ProofMessage.Ask ask, ProofStatement statement, ProofWitness witness, Did? prover = null) => LiveProver.Begin(
        ProofWorld.Ring, prover ?? ProofWorld.Anna, ProofWorld.Bela, ask, statement, witness, _world.Random.Fill);

    private ProofResult? Run(ProofStatement statement, ProofWitness witness, bool isWary = false)
    {
        var verifier = Verifier(statement, isWary: isWary);
        return Prover(verifier.Ask, statement, witness) is { } prover ? Dialogue(verifier, prover) : null;
    }

    private static ProofResult Dialogue(LiveVerifier verifier, LiveProver prover)
    {
        var said = verifier.Take(prover.First);
        while (said is ProofMessage.Open open) said = verifier.Take((ProofMessage.Move)prover.Answer(open));
        return Assert.IsType<ProofMessage.End>(said).Result;
    }
}
