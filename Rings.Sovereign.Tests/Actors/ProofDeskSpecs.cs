using Rings.Protocol;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Tests.Proofs;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>The live dialogue, and those who lie in it.</summary>
public sealed class ProofDeskSpecs : ProofKit
{
    private readonly ProofWorld _world = new("account");

    [Fact]
    public async Task A_proof_that_was_offered_and_accepted_tells_the_person_what_it_knows_now()
    {
        await StartAsync(Anna, Bela);
        var id = await OfferAsync(Anna, _world);
        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();
        Assert.Equal(_world.Statement.Claim, request.Claim);
        Assert.Null((await this[Anna].ViewAsync()).Own.Single().Result);

        await RunAsync(Bela, new AcceptProof(request.Id));

        var known = (await UntilAsync(Bela, view => view.Known.Length == 1)).Known.Single();
        Assert.Equal($"{Anna} has shown that it is {_world.Statement.Claim}.", known.Sentence);
        var own = (await UntilAsync(Anna, view => view.Own.Single().Result is not null)).Own.Single();
        Assert.Equal((id, Bela, ProofResult.Accepted), (own.Id, own.Verifier, own.Result!.Value));
        Assert.Equal(ProofOutcome.Unknown, (await this[Bela].RunAsync(new AcceptProof(request.Id))).Outcome);
    }

    [Fact]
    public async Task What_the_person_refuses_or_does_not_answer_is_not_asked_for()
    {
        await StartAsync(Anna, Bela);
        await OfferAsync(Anna, _world);
        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();

        await RunAsync(Bela, new RefuseProof(request.Id));

        await UntilAsync(Anna, view => view.Own.Single().Result == ProofResult.Refused);
        await OfferAsync(Anna, _world);
        await UntilAsync(Bela, view => view.Requests.Length == 1);
        Pass(ProofDesk.PersonPatience);
        await UntilAsync(Bela, view => view.Requests.IsEmpty);
        await UntilAsync(Anna, view => view.Own.Count(one => one.Result is not null) == 2);
        Assert.Empty(Said<ProofMessage.Ask>(Bela));
        Assert.Equal(ProofOutcome.Self, (await this[Anna].RunAsync(new OfferProof(Anna, _world.Statement, _world.Witness))).Outcome);
    }

    [Fact]
    public async Task A_rule_takes_votes_and_a_second_one_of_the_same_owner_is_noticed()
    {
        var twin = Did.Zero.Finger(5);
        await StartAsync(Anna, Bela, twin);
        var vote = new ProofWorld("list20-tag");
        await RunAsync(Bela, new TakeProofs(new MembershipWish(((OneOfStatement)vote.Statement).Keys, "vote 7")));

        // The first move goes at a full second.
        await OfferAsync(Anna, vote);
        await HearAsync<ProofMessage.Ask>(Bela);
        Assert.Empty(Said<ProofMessage.Move>(Anna));
        await AwaitAssertAsync(async () =>
        {
            Pass(TimeSpan.FromSeconds(1));
            Assert.Single((await this[Bela].ViewAsync()).Known);
        }, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(50));
        await OfferAsync(twin, vote);
        await AwaitAssertAsync(async () =>
        {
            Pass(TimeSpan.FromSeconds(1));
            Assert.Equal(2, (await this[Bela].ViewAsync()).Known.Length);
        }, TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(50));

        var known = (await this[Bela].ViewAsync()).Known;
        Assert.All(known, one => Assert.Equal(ProofResult.Accepted, one.Result));
        Assert.Null(known[0].Before);
        Assert.Equal(known[0].At, known[1].Before);
        Assert.Contains("counts once", known[1].Sentence, StringComparison.Ordinal);
        Assert.Equal<ProofMark>(known[0].Tags, known[1].Tags);
    }

    [Fact]
    public async Task A_verifier_that_opens_another_challenge_or_opens_twice_gets_nothing()
    {
        await StartAsync(Anna);
        Join(Bela);
        foreach (var isTwice in (bool[])[false, true])
        {
            Network.Carried.Clear();
            var id = await OfferAsync(Anna, _world);
            var verifier = Verifier(id);
            Say(Bela, Anna, verifier.Ask);
            var open = (ProofMessage.Open)verifier.Take(await HearAsync<ProofMessage.Move>(Anna));
            if (!isTwice)
            {
                Say(Bela, Anna, open with { Challenge = open.Challenge.SetItem(3, (byte)~open.Challenge[3]) });
                await HearAsync<ProofMessage.End>(Anna, end => end.Id == id && end.Result == ProofResult.WrongOpening);
                Say(Bela, Anna, open);
            }
            else
            {
                Say(Bela, Anna, open);
                await HearAsync<ProofMessage.Move>(Anna, move => move.Step == 2);
                Say(Bela, Anna, open with { Challenge = [.. new byte[16]] });
                await HearAsync<ProofMessage.End>(Anna, end => end.Id == id && end.Result == ProofResult.WrongOpening);
            }

            await UntilAsync(Anna, view => view.Own.All(one => one.Result is not null));
            Assert.Equal(isTwice ? 1 : 0, Said<ProofMessage.Move>(Anna).Count(move => move.Step == 2));
        }
    }

    [Fact]
    public async Task A_verifier_that_never_opens_or_asks_for_something_else_gets_nothing()
    {
        await StartAsync(Anna);
        Join(Bela);
        var id = await OfferAsync(Anna, _world);
        Say(Bela, Anna, Verifier(id).Ask);
        await HearAsync<ProofMessage.Move>(Anna);
        Pass(ProofDesk.StepPatience);
        await UntilAsync(Anna, view => view.Own.Single().Result == ProofResult.TimedOut);

        var other = await OfferAsync(Anna, _world);
        Say(Bela, Anna, new LiveVerifier(
            ProofWorld.Ring, Anna, Bela, other, new ProofWorld("own", 3).Statement, isWary: false, _world.Random.Fill).Ask);
        await HearAsync<ProofMessage.End>(Anna, end => end.Id == other && end.Result == ProofResult.Unknown);
        Assert.Single(Said<ProofMessage.Move>(Anna));
    }

    [Fact]
    public async Task Nobody_gets_a_proof_that_was_not_offered_to_it()
    {
        await StartAsync(Anna);
        Join(Bela);
        var stranger = Did.Zero.Finger(9);
        Join(stranger);
        var id = await OfferAsync(Anna, _world);

        Say(stranger, Anna, Verifier(id).Ask);
        Say(Bela, Anna, Verifier(SecretId.Draw(_world.Random.Fill)).Ask);

        await AwaitAssertAsync(() => Assert.Equal(2, Said<ProofMessage.End>(Anna).Count(end => end.Result == ProofResult.NotMine)));
        Assert.Empty(Said<ProofMessage.Move>(Anna));
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("ends")]
    [InlineData("wrong")]
    public async Task A_prover_that_breaks_off_after_the_last_opening_has_failed_and_waits(string how)
    {
        await StartAsync(Bela);
        Join(Anna);
        var (first, open) = await BeginAsync();
        switch (how)
        {
            case "silent":
                Pass(ProofDesk.StepPatience);
                break;

            case "ends":
                Say(Anna, Bela, new ProofMessage.End(open.Id, ProofResult.TimedOut));
                break;

            default:
                Say(Anna, Bela, new ProofMessage.Move(first.Id, 2, [.. new byte[32]]));
                break;
        }

        var known = (await UntilAsync(Bela, view => view.Known.Length == 1)).Known.Single();
        Assert.Equal(ProofResult.Refused, known.Result);
        Assert.Contains("has not shown", known.Sentence, StringComparison.Ordinal);
        Say(Anna, Bela, new ProofMessage.Offer(Id(7), _world.Statement.ToBytes()));
        await HearAsync<ProofMessage.End>(Bela, end => end.Id == Id(7) && end.Result == ProofResult.Busy);
        Pass(TimeSpan.FromSeconds(1));
        Say(Anna, Bela, new ProofMessage.Offer(Id(8), _world.Statement.ToBytes()));
        await UntilAsync(Bela, view => view.Requests.Length == 1);
    }

    [Fact]
    public async Task Who_breaks_off_before_the_last_opening_or_says_that_it_is_believed_has_shown_nothing()
    {
        await StartAsync(Bela);
        Join(Anna);
        await AskedAsync(Id(1));
        Say(Anna, Bela, new ProofMessage.End(Id(1), ProofResult.NotMine));
        await UntilAsync(Bela, view => view.Known is [{ Result: ProofResult.NotMine }]);

        await AskedAsync(Id(2));
        Say(Anna, Bela, new ProofMessage.End(Id(2), ProofResult.Accepted));
        await UntilAsync(Bela, view => view.Known is [_, { Result: ProofResult.Refused }]);
    }

    [Fact]
    public async Task Parts_out_of_order_are_refused()
    {
        await StartAsync(Bela);
        Join(Anna);
        await AskedAsync(Id(1));

        Say(Anna, Bela, new ProofMessage.Move(Id(1), 1, [1], 1, 2));

        await UntilAsync(Bela, view => view.Known is [{ Result: ProofResult.Refused }]);
    }

    [Fact]
    public async Task A_statement_that_is_none_is_charged_to_who_offers_it()
    {
        await StartAsync(Bela);
        Join(Anna);

        Say(Anna, Bela, new ProofMessage.Offer(Id(1), [1, 2, 3]));
        await HearAsync<ProofMessage.End>(Bela, end => end.Id == Id(1) && end.Result == ProofResult.Unknown);
        Say(Anna, Bela, new ProofMessage.Offer(Id(2), _world.Statement.ToBytes()));

        await HearAsync<ProofMessage.End>(Bela, end => end.Id == Id(2) && end.Result == ProofResult.Busy);
    }

    [Fact]
    public async Task Proofs_of_one_and_of_all_are_bounded_and_so_are_own_ones_and_rules()
    {
        await StartAsync(Bela);
        for (byte peer = 10; peer < 15; peer++)
        {
            var did = Did.Zero.Finger(peer);
            Join(did);
            for (byte number = 0; number < 5; number++)
                Say(did, Bela, new ProofMessage.Offer(Id((byte)((10 * peer) + number)), _world.Statement.ToBytes()));
        }

        await AwaitAssertAsync(() => Assert.Equal(9, Said<ProofMessage.End>(Bela).Count(end => end.Result == ProofResult.Busy)));
        var requests = (await this[Bela].ViewAsync()).Requests;
        Assert.Equal(ProofDesk.InAll, requests.Length);
        Assert.All(requests.GroupBy(one => one.From), of => Assert.Equal(ProofDesk.PerPeer, of.Count()));
        for (var number = 0; number < ProofDesk.Offering; number++) await RunAsync(Bela, new OfferProof(Anna, _world.Statement, _world.Witness));
        Assert.Equal(ProofOutcome.Full, (await this[Bela].RunAsync(new OfferProof(Anna, _world.Statement, _world.Witness))).Outcome);
        for (var number = 0; number < ProofDesk.MaxRules; number++) await RunAsync(Bela, new TakeProofs(new OwnWish()));
        Assert.Equal(ProofOutcome.Full, (await this[Bela].RunAsync(new TakeProofs(new OwnWish()))).Outcome);
    }

    [Fact]
    public async Task Proofs_of_shares_that_are_asked_for_are_bounded()
    {
        await StartAsync(Bela);
        Join(Anna);
        var point = Secp256k1Point.OfSecret(Secp256k1Scalar.One);
        for (var number = 0; number <= ProofDesk.Asking; number++)
            this[Bela].Actor.Tell(new ProofDesk.AskProof(Anna, point, number), TestActor);

        Assert.Equal(new ProofDesk.Proven(Anna, ProofDesk.Asking, ProofResult.Busy), await ExpectMsgAsync<ProofDesk.Proven>());
        Pass(ProofDesk.StepPatience);
        for (var number = 0; number < ProofDesk.Asking; number++)
            Assert.Equal(ProofResult.TimedOut, (await ExpectMsgAsync<ProofDesk.Proven>()).Result);
    }

    [Fact]
    public async Task Of_more_than_64_proofs_the_oldest_is_forgotten()
    {
        await StartAsync(Anna);
        Join(Bela);
        var given = new List<SecretId>();
        for (var number = 0; number <= ProofDesk.MaxKnown; number++)
        {
            given.Add(await OfferAsync(Anna, _world));
            Say(Bela, Anna, new ProofMessage.End(given[^1], ProofResult.Refused));
            await UntilAsync(Anna, view => view.Own.Any(one => one.Id == given[^1] && one.Result is not null));
        }

        Assert.Equal(given.Skip(1), (await this[Anna].ViewAsync()).Own.Select(one => one.Id));
    }

    private static SecretId Id(byte number) => SecretId.Read([.. new byte[15], number]);

    private LiveVerifier Verifier(SecretId id) => new(
        ProofWorld.Ring, Anna, Bela, id, _world.Statement, isWary: false, _world.Random.Fill);

    private Task<SecretId> OfferAsync(Did prover, ProofWorld world) => RunAsync(prover, new OfferProof(Bela, world.Statement, world.Witness));

    /// <summary>Anna, for whom the test speaks, offers; Bela accepts and asks.</summary>
    private async Task<ProofMessage.Ask> AskedAsync(SecretId id)
    {
        Say(Anna, Bela, new ProofMessage.Offer(id, _world.Statement.ToBytes()));
        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();
        await RunAsync(Bela, new AcceptProof(request.Id));
        return await HearAsync<ProofMessage.Ask>(Bela, ask => ask.Id == id);
    }

    private async Task<(ProofMessage.Move First, ProofMessage.Open Open)> BeginAsync()
    {
        var ask = await AskedAsync(Id(1));
        var prover = _world.Prover(ask);
        Say(Anna, Bela, prover.First);
        return (prover.First, await HearAsync<ProofMessage.Open>(Bela));
    }
}
