using Rings.Sovereign.Actors.Keeping;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Tests.Proofs;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>A verifier whose disk does not answer: proofs that hold wait for it, few of them and not for ever.</summary>
public sealed class HeldTagSpecs : ProofKit
{
    private readonly HeldStore _disk = new();
    private readonly CredentialWorld _world = new(2);

    [Fact]
    public async Task Proofs_that_wait_for_the_disk_have_their_places_among_those_under_way()
    {
        await StartAsync(Anna);
        await StartAsync(Bela, _disk);
        for (var number = 0; number < ProofDesk.PerPeer; number++) await ShowAsync($"vote {number}");

        var beyond = await OfferAsync("one more");

        await HearAsync<ProofMessage.End>(Bela, end => end.Id == beyond && end.Result == ProofResult.Busy);
        Assert.Empty((await this[Bela].ViewAsync()).Known);
        _disk.Free();
        var known = (await UntilAsync(Bela, view => view.Known.Length == ProofDesk.PerPeer)).Known;
        Assert.All(known, one => Assert.Equal(ProofResult.Accepted, one.Result));
    }

    [Fact]
    public async Task What_comes_behind_gives_a_silent_disk_no_more_time()
    {
        await StartAsync(Anna);
        await StartAsync(Bela, _disk);
        await ShowAsync("vote 1");
        await AllCameAsync();
        var rest = TimeSpan.FromSeconds(1);
        Pass(KeepingActor.DiskPatience - rest);
        await ShowAsync("vote 2");
        await AllCameAsync();

        await EventFilter.Exception<InvalidOperationException>(contains: "The store has not answered").ExpectOneAsync(() =>
        {
            Pass(rest);
            return Task.CompletedTask;
        });

        // What waited is nobody's any more, whatever the disk says now.
        _disk.Free();
        Assert.Empty((await this[Bela].ViewAsync()).Known);
    }

    protected override void AfterAll()
    {
        _disk.Free();
        base.AfterAll();
    }

    private Task<SecretId> OfferAsync(string words) => RunAsync(
        Anna, new OfferProof(Bela, _world.Statement(isAnonymous: true, words), _world.Witness(isAnonymous: true)));

    /// <summary>Anna gives a proof that Bela wants, to its last move.</summary>
    private async Task ShowAsync(string words)
    {
        var id = await OfferAsync(words);
        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();
        await RunAsync(Bela, new AcceptProof(request.Id, [_world.Tree.Id]));
        var last = _world.Statement(isAnonymous: true, words).Rounds + 1;
        await HearAsync<ProofMessage.Move>(Anna, move => move.Id == id && move.Step == last && move.Part == move.Parts - 1);
    }

    /// <summary>All that Anna has said has come to Bela: what she says behind it, too.</summary>
    private async Task AllCameAsync()
    {
        await OfferAsync("no vote");
        await RunAsync(Bela, new RefuseProof((await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single().Id));
    }
}
