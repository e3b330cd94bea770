using Rings.Protocol;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Tests.Proofs;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Proofs that the verifier begins, and those who lie about them.</summary>
public sealed class WishDeskSpecs : ProofKit
{
    private readonly ProofWorld _world = new("account");

    private Did Owner => _world.Statement.Account!.Value;

    [Fact]
    public async Task What_was_asked_for_is_taken_when_its_owner_offers_it_and_the_verifiers_person_says_nothing_more()
    {
        await StartAsync(Owner, Bela);
        var id = await RunAsync(Bela, new AskForProof(Owner, new OwnWish()));
        var asked = (await UntilAsync(Owner, view => view.Asked.Length == 1)).Asked.Single();
        Assert.Equal((Bela, "the owner of its account"), (asked.From, asked.Wish.Claim));
        Assert.Equal(new WishedProof(id, Owner, "the owner of its account"), (await this[Bela].ViewAsync()).Wished.Single());

        await RunAsync(Owner, new OfferProof(Bela, _world.Statement, _world.Witness));

        var known = (await UntilAsync(Bela, view => view.Known.Length == 1)).Known.Single();
        Assert.Equal($"{Owner} has shown that it is {_world.Statement.Claim}.", known.Sentence);
        var (left, answered) = (await this[Bela].ViewAsync(), await this[Owner].ViewAsync());
        Assert.Empty(left.Wished);
        Assert.Empty(left.Requests);
        Assert.Empty(answered.Asked);
        Assert.Equal(ProofOutcome.Self, (await this[Bela].RunAsync(new AskForProof(Bela, new OwnWish()))).Outcome);
    }

    [Fact]
    public async Task Who_refuses_and_who_has_none_say_the_same_and_silence_ends_it()
    {
        await StartAsync(Anna, Bela);
        await RunAsync(Bela, new AskForProof(Anna, new PreimageWish(default)));
        var asked = (await UntilAsync(Anna, view => view.Asked.Length == 1)).Asked.Single();
        await RunAsync(Anna, new RefuseProof(asked.Id));
        var known = (await UntilAsync(Bela, view => view.Known.Length == 1)).Known.Single();
        Assert.Equal((ProofResult.NotMine, "the holder of a file with the SHA-256 " + new string('0', 64)), (known.Result, known.Claim));
        Assert.Equal(ProofOutcome.Unknown, (await this[Anna].RunAsync(new RefuseProof(asked.Id))).Outcome);

        await RunAsync(Bela, new AskForProof(Anna, new OwnWish()));
        await UntilAsync(Anna, view => view.Asked.Length == 1);
        Pass(ProofDesk.PersonPatience);
        await UntilAsync(Bela, view => view.Known is [_, { Result: ProofResult.TimedOut }]);
        Assert.Empty((await this[Anna].ViewAsync()).Asked);

        Network.Kill(Anna);
        await RunAsync(Bela, new AskForProof(Anna, new OwnWish()));
        Pass(ProofDesk.PersonPatience + ProofDesk.StepPatience);
        await UntilAsync(Bela, view => view is { Known.Length: 3, Wished.IsEmpty: true });
    }

    [Theory]
    [InlineData(ProofResult.Accepted)]
    [InlineData(ProofResult.Refused)]
    [InlineData(ProofResult.WrongOpening)]
    public async Task Whoever_only_says_how_it_ended_has_shown_nothing_and_does_not_wait(ProofResult said)
    {
        await StartAsync(Bela);
        Join(Anna);
        var id = await RunAsync(Bela, new AskForProof(Anna, new OwnWish()));

        Say(Anna, Bela, new ProofMessage.End(id, said));

        await UntilAsync(Bela, view => view.Known is [{ Result: ProofResult.NotMine }]);
        Say(Anna, Bela, new ProofMessage.Offer(Id(1), _world.Statement.ToBytes()));
        await UntilAsync(Bela, view => view.Requests.Length == 1);
    }

    [Fact]
    public async Task Something_else_than_was_asked_for_and_what_another_offers_is_the_persons()
    {
        var stranger = Did.Zero.Finger(9);
        await StartAsync(Bela);
        Join(Anna);
        Join(stranger);
        await RunAsync(Bela, new AskForProof(Anna, new OwnWish()));

        // The account of another Did; and a stranger's, which was not asked.
        Say(Anna, Bela, new ProofMessage.Offer(Id(1), _world.Statement.ToBytes()));
        Say(stranger, Bela, new ProofMessage.Offer(Id(2), _world.Statement.ToBytes()));

        await UntilAsync(Bela, view => view is { Requests.Length: 2, Wished.Length: 1 });
        Assert.Empty(Said<ProofMessage.Ask>(Bela));
    }

    [Fact]
    public async Task Wishes_of_others_count_with_what_they_offer_and_one_that_is_repeated_counts_once()
    {
        await StartAsync(Bela);
        for (byte peer = 10; peer < 15; peer++)
        {
            var did = Did.Zero.Finger(peer);
            Join(did);
            for (byte number = 0; number < 5; number++)
            {
                for (var time = 0; time < 2; time++) Say(did, Bela, new WishMessage(Id((byte)((10 * peer) + number)), new OwnWish()));
            }
        }

        // Four of each of four; of the others each one twice.
        await AwaitAssertAsync(() => Assert.Equal(18, Said<ProofMessage.End>(Bela).Count(end => end.Result == ProofResult.Busy)));
        var asked = (await this[Bela].ViewAsync()).Asked;
        Assert.Equal(ProofDesk.InAll, asked.Length);
        Assert.All(asked.GroupBy(one => one.From), of => Assert.Equal(ProofDesk.PerPeer, of.Count()));
        Say(Did.Zero.Finger(10), Bela, new ProofMessage.Offer(Id(1), _world.Statement.ToBytes()));
        await HearAsync<ProofMessage.End>(Bela, end => end.Id == Id(1) && end.Result == ProofResult.Busy);
    }

    [Fact]
    public async Task Own_wishes_are_bounded()
    {
        await StartAsync(Bela);
        Join(Anna);
        for (var number = 0; number < ProofDesk.MaxWished; number++) await RunAsync(Bela, new AskForProof(Anna, new OwnWish()));

        Assert.Equal(ProofOutcome.Full, (await this[Bela].RunAsync(new AskForProof(Anna, new OwnWish()))).Outcome);
        Assert.Equal(ProofDesk.MaxWished, (await this[Bela].ViewAsync()).Wished.Length);
    }

    private static SecretId Id(byte number) => SecretId.Read([.. new byte[15], number]);
}
