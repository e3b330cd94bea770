using Rings.Protocol;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Tests.Proofs;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Credentials in the live dialogue, and those who lie about them.</summary>
public sealed class CredentialDeskSpecs : ProofKit
{
    private readonly CredentialWorld _world = new(2);

    [Fact]
    public async Task A_credential_is_asked_for_where_its_root_was_read_and_nowhere_else()
    {
        await StartAsync(Anna, Bela);
        await RunAsync(Anna, new OfferProof(Bela, _world.Statement(isAnonymous: false), _world.Witness(isAnonymous: false)));
        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();

        Assert.Equal(_world.Tree.Id, request.Tree!.Id);
        Assert.Equal(ProofOutcome.OtherRoot, (await this[Bela].RunAsync(new AcceptProof(request.Id))).Outcome);
        Assert.Equal(ProofOutcome.OtherRoot, (await this[Bela].RunAsync(new AcceptProof(request.Id, [_world.Tree.Root]))).Outcome);
        Assert.Empty(Said<ProofMessage.Ask>(Bela));
        await RunAsync(Bela, new AcceptProof(request.Id, [default, _world.Tree.Id]));

        var known = (await UntilAsync(Bela, view => view.Known.Length == 1)).Known.Single();
        Assert.Equal($"{Anna} has shown that it is {_world.Statement(isAnonymous: false).Claim}.", known.Sentence);
    }

    [Fact]
    public async Task A_verifier_that_names_another_root_than_was_offered_gets_nothing()
    {
        await StartAsync(Anna);
        Join(Bela);
        var offered = _world.Statement(isAnonymous: true);
        var id = await RunAsync(Anna, new OfferProof(Bela, offered, _world.Witness(isAnonymous: true)));
        // A tree that was made for Anna alone would name her.
        var other = new CredentialStatement(new CredentialWorld(2, seed: 95).Tree, offered.Rule, isAnonymous: true);

        Say(Bela, Anna, Verifier(id, other).Ask);

        await HearAsync<ProofMessage.End>(Anna, end => end.Id == id && end.Result == ProofResult.Unknown);
        Assert.Empty(Said<ProofMessage.Move>(Anna));
    }

    [Fact]
    public async Task Another_Did_that_holds_the_file_is_refused()
    {
        var thief = Did.Zero.Finger(60);
        await StartAsync(Bela);
        Join(thief);
        var (statement, id) = (_world.Statement(isAnonymous: false), SecretId.Draw(_world.Random.Fill));
        Say(thief, Bela, new ProofMessage.Offer(id, statement.ToBytes()));
        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();
        await RunAsync(Bela, new AcceptProof(request.Id, [_world.Tree.Id]));

        // The best that it can do: to prove under Anna's name what it was asked.
        var ask = await HearAsync<ProofMessage.Ask>(Bela);
        var prover = LiveProver.Begin(ProofWorld.Ring, Anna, Bela, ask, statement, _world.Witness(isAnonymous: false), _world.Random.Fill)!;
        foreach (var part in MoveParts.Of(prover.First)) Say(thief, Bela, part);
        for (var step = 1; step <= statement.Rounds; step++)
        {
            // Under Anna's name no opening fits: what it says then is as good as drawn.
            var open = await HearAsync<ProofMessage.Open>(Bela, one => one.Step == step);
            Assert.IsType<ProofMessage.End>(prover.Answer(open));
            foreach (var part in MoveParts.Of(new(id, step + 1, [.. new byte[statement.MoveBytes(step + 1, ask.Bits)]])))
                Say(thief, Bela, part);
        }

        await UntilAsync(Bela, view => view.Known is [{ Result: ProofResult.Refused }]);
    }

    [Fact]
    public async Task An_anonymous_one_counts_once_for_an_occasion()
    {
        var twin = Did.Zero.Finger(5);
        await StartAsync(Anna, Bela, twin);
        foreach (var did in (Did[])[Anna, twin])
        {
            await RunAsync(did, new OfferProof(Bela, _world.Statement(isAnonymous: true, "vote 7"), _world.Witness(isAnonymous: true)));
            var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();
            await RunAsync(Bela, new AcceptProof(request.Id, [_world.Tree.Id]));
            await UntilAsync(Bela, view => view.Requests.IsEmpty && view.Known.Any(one => one.Prover == did));
        }

        var known = (await this[Bela].ViewAsync()).Known;
        Assert.All(known, one => Assert.Equal(ProofResult.Accepted, one.Result));
        Assert.Equal((null, known[0].At), (known[0].Before, known[1].Before!.Value));
        Assert.Equal(known[0].Tags.Single(), known[1].Tags.Single());
    }

    private LiveVerifier Verifier(SecretId id, ProofStatement statement) => new(
        ProofWorld.Ring, Anna, Bela, id, statement, isWary: false, _world.Random.Fill);
}
