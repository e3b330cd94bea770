using System.Buffers.Binary;
using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Sigmas;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

/// <summary>Live proofs of every kind of statement: what holds, what shows nothing, and what gets nothing.</summary>
public sealed class StatementProofSpecs
{
    private static readonly int Mutations = Environment.GetEnvironmentVariable("RINGS_PROOFS_FULL") is null ? 1_000 : 100_000;

    public static TheoryData<string> Kinds => ProofWorld.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Who_knows_the_secret_is_believed(string kind)
    {
        var world = new ProofWorld(kind);
        var verifier = world.Verifier();
        var prover = world.Prover(verifier.Ask);

        var open = (ProofMessage.Open)verifier.Take(prover.First);
        var end = verifier.Take((ProofMessage.Move)prover.Answer(open));

        Assert.Equal(new ProofMessage.End(verifier.Ask.Id, ProofResult.Accepted), end);
        Assert.True(prover.IsDone);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Who_does_not_begins_nothing(string kind)
    {
        var world = new ProofWorld(kind);

        Assert.Null(LiveProver.Begin(
            ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, world.Verifier().Ask, world.Statement, world.Stranger, world.Random.Fill));
    }

    [Theory]
    [InlineData("same")]
    [InlineData("or3-tag")]
    [InlineData("list20-tag")]
    public void A_tag_is_one_secrets_own_and_for_one_verifier_and_other_words_another(string kind)
    {
        var world = new ProofWorld(kind);
        var tag = Assert.Single(world.Statement.Tags);
        var other = ProofTag.Of(world.Secrets[0], ProofWorld.Bela, "vote 8");

        Assert.Equal(tag, ProofTag.Of(world.Secrets[0], ProofWorld.Bela, "vote 7").Mark);
        Assert.NotEqual(tag, ProofTag.Of(world.Secrets[0], ProofWorld.Anna, "vote 7").Mark);
        Assert.NotEqual(tag, other.Mark);
        Assert.Null(LiveProver.Begin(
            ProofWorld.Ring, ProofWorld.Bela, ProofWorld.Anna, world.Verifier().Ask, world.Statement, world.Witness, world.Random.Fill));
        Assert.Contains("'vote 7'", world.Statement.Claim, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("same")]
    [InlineData("or3-tag")]
    [InlineData("list20-tag")]
    public void A_tag_of_another_secret_is_refused_however_the_rest_is_made(string kind)
    {
        // The cheat has a key of the list, and wants to count as somebody else.
        var world = new ProofWorld(kind);
        var wrong = new ProofTag("vote 7", Secp256k1Point.OfSecret(Secp256k1Scalar.Of(5)));
        ProofStatement forged = world.Statement is OneOfStatement list
            ? new OneOfStatement(list.Keys, wrong)
            : new SameOwnerStatement(((SameOwnerStatement)world.Statement).Key, wrong);
        var verifier = new LiveVerifier(
            ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, default, forged, isWary: false, world.Random.Fill);
        var honest = world.Prover(verifier.Ask);

        var end = verifier.Take((ProofMessage.Move)honest.Answer((ProofMessage.Open)verifier.Take(honest.First)));

        Assert.Equal(ProofResult.Refused, Result(end));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_verifier_accepts_what_a_simulator_made_without_a_secret(string kind)
    {
        // Who knows the challenge beforehand, as the verifier does, writes an accepted transcript: so one shows no secret.
        var world = new ProofWorld(kind);
        var twin = world.Verifier(new SeededBytes(99));
        var challenge = ((ProofMessage.Open)twin.Take(new(default, 1, [.. new byte[twin.NextMoveBytes]]))).Challenge;
        var verifier = world.Verifier(new SeededBytes(99));
        var (move, answer) = SigmaOf(world).Simulate(
            BinaryPrimitives.ReadUInt128BigEndian(challenge.AsSpan()), SigmaDraws.Of(new SeededBytes(5).Fill));

        var open = (ProofMessage.Open)verifier.Take(new(verifier.Ask.Id, 1, [.. move]));
        var end = verifier.Take(new ProofMessage.Move(verifier.Ask.Id, 2, [.. answer]));

        Assert.Equal<byte>(challenge, open.Challenge);
        Assert.Equal(ProofResult.Accepted, Result(end));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_simulators_transcript_is_worth_nothing_for_a_challenge_that_it_did_not_know(string kind)
    {
        var world = new ProofWorld(kind);
        var (move, answer) = SigmaOf(world).Simulate(7, SigmaDraws.Of(world.Random.Fill));
        var verifier = world.Verifier();

        verifier.Take(new(verifier.Ask.Id, 1, [.. move]));

        Assert.Equal(ProofResult.Refused, Result(verifier.Take(new ProofMessage.Move(verifier.Ask.Id, 2, [.. answer]))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Answers_to_one_move_give_the_secrets_away_so_whoever_can_answer_knows_them(string kind)
    {
        var world = new ProofWorld(kind);
        var run = SigmaOf(world).Begin(world.Witness, SigmaDraws.Of(world.Random.Fill));
        var count = world.Statement is OneOfStatement { Keys.Length: > OneOfStatement.MaxByOr } ? 12 : 2;
        var answers = Enumerable.Range(3, count).Select(challenge => ((UInt128)challenge, run.Answer((UInt128)challenge))).ToList();

        var found = Extractor.Secrets(world.Statement, answers);

        Assert.Equal<string>(world.Numbers, found);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_verifier_that_opens_another_challenge_gets_nothing_and_no_second_try(string kind)
    {
        var world = new ProofWorld(kind);
        var verifier = world.Verifier();
        var prover = world.Prover(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);
        var other = open with { Challenge = open.Challenge.SetItem(0, (byte)(open.Challenge[0] + 1)) };

        var answers = new[] { prover.Answer(other), prover.Answer(open) };

        Assert.All(answers, answer => Assert.Equal(ProofResult.WrongOpening, Assert.IsType<ProofMessage.End>(answer).Result));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_second_opening_gets_nothing(string kind)
    {
        var world = new ProofWorld(kind);
        var verifier = world.Verifier();
        var prover = world.Prover(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);

        Assert.IsType<ProofMessage.Move>(prover.Answer(open));
        Assert.Equal(ProofResult.WrongOpening, Result(prover.Answer(open)));
    }

    [Theory]
    [InlineData("challenge")]
    [InlineData("step")]
    [InlineData("random")]
    public void An_opening_in_another_form_gets_nothing(string changed)
    {
        var world = new ProofWorld("own");
        var verifier = world.Verifier();
        var prover = world.Prover(verifier.Ask);
        var open = (ProofMessage.Open)verifier.Take(prover.First);

        var answer = prover.Answer(changed switch
        {
            "challenge" => open with { Challenge = open.Challenge.Add(0) },
            "step" => open with { Step = 2 },
            _ => open with { Random = Bytes32.Draw(world.Random.Fill) },
        });

        Assert.Equal(ProofResult.WrongOpening, Result(answer));
    }

    [Theory]
    [InlineData("prover")]
    [InlineData("verifier")]
    [InlineData("ring")]
    [InlineData("nonce")]
    [InlineData("id")]
    [InlineData("statement")]
    public void An_opening_is_good_in_its_own_context_only(string changed)
    {
        var world = new ProofWorld("own");
        var verifier = world.Verifier();
        var ask = changed switch
        {
            "nonce" => verifier.Ask with { Nonce = Bytes32.Draw(world.Random.Fill) },
            "id" => verifier.Ask with { Id = SecretId.Draw(world.Random.Fill) },
            "statement" => verifier.Ask with { Statement = verifier.Ask.Statement.Add(0) },
            _ => verifier.Ask,
        };
        var prover = LiveProver.Begin(
            changed == "ring" ? RingId.OfPublic("other") : ProofWorld.Ring, changed == "prover" ? ProofWorld.Bela : ProofWorld.Anna,
            changed == "verifier" ? ProofWorld.Anna : ProofWorld.Bela, ask, world.Statement, world.Witness, world.Random.Fill)!;

        Assert.Equal(ProofResult.WrongOpening, Result(prover.Answer((ProofMessage.Open)verifier.Take(prover.First))));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_recorded_proof_is_refused_in_another_session_ring_and_by_another_verifier(string kind)
    {
        var world = new ProofWorld(kind);
        var heard = world.Verifier();
        var prover = world.Prover(heard.Ask);
        var last = (ProofMessage.Move)prover.Answer((ProofMessage.Open)heard.Take(prover.First));
        Assert.Equal(ProofResult.Accepted, Result(heard.Take(last)));
        LiveVerifier Other(RingId ring, Did self) =>
            new(ring, ProofWorld.Anna, self, heard.Ask.Id, world.Statement, isWary: false, world.Random.Fill);

        foreach (var other in (LiveVerifier[])[
            world.Verifier(), Other(RingId.OfPublic("other"), ProofWorld.Bela), Other(ProofWorld.Ring, Did.Zero.Finger(3))])
        {
            other.Take(prover.First);
            Assert.Equal(ProofResult.Refused, Result(other.Take(last)));
        }
    }

    [Fact]
    public void A_source_that_repeats_itself_gives_no_two_answers_to_one_move()
    {
        // A hostile verifier asks under one context with two commitments.
        var world = new ProofWorld("own");
        var verifier = world.Verifier();
        var random = Bytes32.Draw(world.Random.Fill);
        ImmutableArray<byte> challenge = [.. new byte[15], 5];
        var context = new ProofContext(ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, verifier.Ask);
        var second = verifier.Ask with { Commitments = [context.CommitmentTo(1, challenge, random)] };
        var (one, other) = (world.Prover(verifier.Ask, new SeededBytes(1)), world.Prover(second, new SeededBytes(1)));

        Assert.NotEqual<byte>(one.First.Data, other.First.Data);
        Assert.IsType<ProofMessage.Move>(other.Answer(new(second.Id, 1, challenge, random)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mutated_proof_is_refused(string kind) => Mutate(kind, Mutations);

    [Fact]
    public void A_mutated_proof_of_a_long_list_is_refused() => Mutate("list100-tag", Mutations / 100);

    [Fact]
    public void Moves_out_of_turn_or_form_are_refused()
    {
        var world = new ProofWorld("own");
        var (early, late, twice) = (world.Verifier(), world.Verifier(), world.Verifier());
        var prover = world.Prover(twice.Ask);
        var open = (ProofMessage.Open)twice.Take(prover.First);

        Assert.Equal(ProofResult.Refused, Result(early.Take(new(early.Ask.Id, 2, [.. new byte[32]]))));
        foreach (var length in (int[])[0, 32, 34])
        {
            var verifier = world.Verifier();
            Assert.Equal(ProofResult.Refused, Result(verifier.Take(new(verifier.Ask.Id, 1, [.. new byte[length]]))));
            Assert.Equal(0, verifier.NextMoveBytes);
        }

        late.Take(new(late.Ask.Id, 1, [.. new byte[33]]));
        Assert.Equal(32, late.NextMoveBytes);
        Assert.True(late.HasOpenedAll);
        Assert.Equal(ProofResult.Refused, Result(late.Take(new(late.Ask.Id, 2, [.. new byte[32]]))));
        Assert.Equal(ProofResult.Refused, Result(twice.Take(prover.First)));
        Assert.Equal(ProofResult.Refused, Result(twice.Take((ProofMessage.Move)prover.Answer(open))));
    }

    [Fact]
    public void A_list_hides_its_prover_at_each_place_and_its_bounds_are_kept()
    {
        var (keys, secrets) = new ProofWorld("own").List(OneOfStatement.MaxKeys);
        var statement = new OneOfStatement(keys);
        foreach (var place in (int[])[0, 1, 511, 1023])
        {
            var verifier = new LiveVerifier(
                ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, default, statement, isWary: false, new SeededBytes(place).Fill);
            var prover = LiveProver.Begin(
                ProofWorld.Ring, ProofWorld.Anna, ProofWorld.Bela, verifier.Ask, statement, new KeysWitness(secrets[place]),
                new SeededBytes(3).Fill)!;
            var last = (ProofMessage.Move)prover.Answer((ProofMessage.Open)verifier.Take(prover.First));

            Assert.Equal(ProofResult.Accepted, Result(verifier.Take(last)));
            Assert.InRange(prover.First.Data.Length + last.Data.Length, 2_000, 2_500);
        }

        Assert.InRange(verifierBytes(), 34_000, StatementCodec.MaxBytes);
        int verifierBytes() => statement.ToBytes().Length;
    }

    private static void Mutate(string kind, int runs)
    {
        var (world, accepted) = (new ProofWorld(kind), 0);
        var sigma = SigmaOf(world);
        var run = sigma.Begin(world.Witness, SigmaDraws.Of(world.Random.Fill));
        const int Challenge = 77;
        var answer = run.Answer(Challenge);
        Assert.True(sigma.Check(run.Move, Challenge, answer));
        Parallel.For(0, runs, count =>
        {
            var choose = new Random(count);
            byte[][] parts = [.. new[] { run.Move, answer }.Select(bytes => bytes.ToArray())];
            var part = parts[choose.Next(2)];
            part[choose.Next(part.Length)] ^= (byte)(1 << choose.Next(8));
            try
            {
                if (sigma.Check(parts[0], Challenge, parts[1])) Interlocked.Increment(ref accepted);
            }
            catch (ProtocolException)
            {
                // Refused, as it may be.
            }
        });

        Assert.Equal(0, accepted);
    }

    private static Sigma SigmaOf(ProofWorld world) => ((GroupStatement)world.Statement).Sigma(ProofWorld.Bela);

    private static ProofResult Result(ProofMessage message) => Assert.IsType<ProofMessage.End>(message).Result;
}
