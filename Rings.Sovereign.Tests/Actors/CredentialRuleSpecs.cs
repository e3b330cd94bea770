using Rings.Protocol;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Credentials;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Tests.Proofs;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Credentials that are taken, and shown, by a rule: each side reads the issuer's record itself.</summary>
public sealed class CredentialRuleSpecs : ProofKit
{
    private const string Record = "credential/adults";

    private readonly CredentialWorld _world = new(2);

    private static CredentialWish Adults => new(CredentialWorld.Issuer, "adults", CredentialWorld.Adult, isAnonymous: false, words: null);

    [Fact]
    public async Task A_rule_takes_credentials_of_whomever_whose_tree_the_issuer_shows()
    {
        await StartAsync(Anna, Bela);
        Publish(_world.Tree.Id);
        await RunAsync(Bela, new TakeProofs(Adults));

        await OfferAsync(_world);

        var known = (await UntilAsync(Bela, view => view.Known.Length == 1)).Known.Single();
        Assert.Equal($"{Anna} has shown that it is {_world.Statement(isAnonymous: false).Claim}.", known.Sentence);
        await UntilAsync(Bela, view => view.Requests.IsEmpty);
    }

    [Theory]
    [InlineData("another tree")]
    [InlineData("no record")]
    [InlineData("nobody is sure")]
    [InlineData("no root")]
    [InlineData("silence")]
    public async Task What_the_issuer_does_not_show_waits_for_the_person(string record)
    {
        await StartAsync(Anna, Bela);
        if (record == "another tree") Publish(new CredentialWorld(2, seed: 95).Tree.Id);
        else if (record == "nobody is sure") Network.Registers[(CredentialWorld.Issuer, Record)] = null;
        else if (record == "no root") Network.Registers[(CredentialWorld.Issuer, Record)] = [1, 2, 3];
        Network.AnswersReads = record != "silence";
        await RunAsync(Bela, new TakeProofs(Adults));

        await EventFilter.Warning(contains: "that its issuer does not show").ExpectOneAsync(async () =>
        {
            await OfferAsync(_world);
            await AwaitAssertAsync(() => Assert.Equal(1, Network.Reads));
            if (record == "silence") Pass(RootReader.Patience);
        });

        Assert.Empty(Said<ProofMessage.Ask>(Bela));
        var request = (await this[Bela].ViewAsync()).Requests.Single();
        await RunAsync(Bela, new AcceptProof(request.Id, [_world.Tree.Id]));
        await UntilAsync(Bela, view => view.Known is [{ Result: ProofResult.Accepted }]);
    }

    [Fact]
    public async Task A_rule_takes_no_weaker_claim_no_other_kind_and_no_other_name()
    {
        await StartAsync(Anna, Bela);
        Publish(_world.Tree.Id);
        foreach (var wish in (CredentialWish[])[
            new(CredentialWorld.Issuer, "adults", "born<=2000-01-01", isAnonymous: false, words: null),
            new(CredentialWorld.Issuer, "adults", CredentialWorld.Adult, isAnonymous: true, words: null),
            new(CredentialWorld.Issuer, "club", CredentialWorld.Adult, isAnonymous: false, words: null),
            new(Bela, "adults", CredentialWorld.Adult, isAnonymous: false, words: null),
            new(CredentialWorld.Issuer, "adults", "age<18", isAnonymous: false, words: null)])
            await RunAsync(Bela, new TakeProofs(wish));

        await OfferAsync(_world);

        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();
        await RunAsync(Bela, new RefuseProof(request.Id));
        await UntilAsync(Anna, view => view.Own.Single().Result == ProofResult.Refused);
        Assert.Empty(Said<ProofMessage.Ask>(Bela));
    }

    [Fact]
    public async Task A_rule_answers_one_question_of_each_verifier_and_the_next_is_the_persons()
    {
        var other = Did.Zero.Finger(5);
        await StartAsync(Anna, Bela, other);
        Publish(_world.Tree.Id);
        await AllowAsync();
        foreach (var verifier in (Did[])[Bela, other])
        {
            await RunAsync(verifier, new AskForProof(Anna, Adults));
            await UntilAsync(verifier, view => view.Known is [{ Result: ProofResult.Accepted }]);
        }

        Assert.Empty((await this[Anna].ViewAsync()).Asked);
        await RunAsync(Bela, new AskForProof(Anna, Adults));
        await UntilAsync(Anna, view => view.Asked.Length == 1);
        Assert.Equal(2, Said<ProofMessage.Offer>(Anna).Count);
    }

    [Fact]
    public async Task A_rule_answers_no_other_question_and_nothing_about_a_tree_that_the_issuer_does_not_show()
    {
        await StartAsync(Anna, Bela);
        await AllowAsync();
        Publish(_world.Tree.Id);
        await RunAsync(Bela, new AskForProof(Anna, new CredentialWish(
            CredentialWorld.Issuer, "adults", "born<=2000-01-01", isAnonymous: false, words: null)));
        await RunAsync(Bela, new AskForProof(Anna, new OwnWish()));
        await UntilAsync(Anna, view => view.Asked.Length == 2);

        // A tree that was made for Anna alone would name her.
        Publish(new CredentialWorld(2, seed: 95).Tree.Id);
        await RunAsync(Bela, new AskForProof(Anna, Adults));
        await UntilAsync(Anna, view => view.Asked.Length == 3);
        Network.AnswersReads = false;
        await RunAsync(Bela, new AskForProof(Anna, Adults));
        await UntilAsync(Anna, view => view.Asked.Length == 4);
        await AwaitAssertAsync(() => Assert.Equal(2, Network.Reads));
        Pass(RootReader.Patience);

        Assert.Equal(4, (await this[Anna].ViewAsync()).Asked.Length);
        Assert.Empty(Said<ProofMessage.Offer>(Anna));
    }

    [Fact]
    public async Task Rules_by_which_a_node_answers_and_the_verifiers_that_they_have_answered_are_bounded()
    {
        await StartAsync(Anna);
        Publish(_world.Tree.Id);
        for (var number = 0; number < ProofDesk.MaxAllowed; number++) await AllowAsync();
        Assert.Equal(
            ProofOutcome.Full, (await this[Anna].RunAsync(new AllowProof(_world.Named, CredentialRule.Parse("", _world.Tree), null))).Outcome);
        foreach (var verifiers in Enumerable.Range(0, ProofDesk.MaxAnswered).Select(Verifier).Chunk(ProofDesk.InAll))
        {
            foreach (var verifier in verifiers) Say(verifier, Anna, new WishMessage(default, Adults));
            await AwaitAssertAsync(() => Assert.Equal(verifiers.Length, Said<ProofMessage.Offer>(Anna).Count));
            // What ends here was offered to one of them: to whom, its id does not say.
            foreach (var offer in Said<ProofMessage.Offer>(Anna))
                foreach (var verifier in verifiers) Say(verifier, Anna, new ProofMessage.End(offer.Id, ProofResult.Refused));
            Network.Carried.Clear();
            await UntilAsync(Anna, view => view.Own.All(one => one.Result is not null));
        }

        Say(Verifier(ProofDesk.MaxAnswered), Anna, new WishMessage(default, Adults));
        await UntilAsync(Anna, view => view.Asked.Length == 1);
        Assert.Empty(Said<ProofMessage.Offer>(Anna));
    }

    private Did Verifier(int number)
    {
        var did = Did.Read([.. new byte[16], .. BitConverter.GetBytes(1000 + number)]);
        Join(did);
        return did;
    }

    private void Publish(Bytes32 id) => Network.Registers[(CredentialWorld.Issuer, Record)] = id.ToByteArray();

    private Task<SecretId> AllowAsync() => RunAsync(Anna, new AllowProof(_world.Named, CredentialRule.Parse(CredentialWorld.Adult, _world.Tree), null));

    private Task<SecretId> OfferAsync(CredentialWorld world) =>
        RunAsync(Anna, new OfferProof(Bela, world.Statement(isAnonymous: false), world.Witness(isAnonymous: false)));
}
