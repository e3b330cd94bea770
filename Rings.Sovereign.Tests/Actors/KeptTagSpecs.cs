using Rings.Sovereign.Actors.Hosting;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Tests.Proofs;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Tags outlive the process of the verifier that has seen them.</summary>
public sealed class KeptTagSpecs : ProofKit
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rings-tags-").FullName;
    private readonly CredentialWorld _world = new(2);

    [Fact]
    public async Task A_second_proof_is_noticed_after_the_verifier_began_anew()
    {
        await StartAsync(Anna);
        await StartAsync(Bela, Keep);
        await ShowAsync("vote 7");
        await ShowAsync("vote 8");
        await StopAsync(Bela);

        await StartAsync(Bela, Keep);
        Pass(TimeSpan.FromMinutes(1));
        await ShowAsync("vote 7");
        await ShowAsync("vote 9");

        var known = (await this[Bela].ViewAsync()).Known;
        Assert.All(known, one => Assert.Equal(ProofResult.Accepted, one.Result));
        Assert.Equal(known[0].At, known[0].Before!.Value + TimeSpan.FromMinutes(1));
        Assert.Null(known[1].Before);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_folder, recursive: true);
    }

    private void Keep(RingsProofsOptions proofs) => (proofs.DataDir, proofs.Time) = (_folder, Time);

    private async Task ShowAsync(string words)
    {
        var shown = (await this[Bela].ViewAsync()).Known.Length;
        await RunAsync(Anna, new OfferProof(Bela, _world.Statement(isAnonymous: true, words), _world.Witness(isAnonymous: true)));
        var request = (await UntilAsync(Bela, view => view.Requests.Length == 1)).Requests.Single();
        await RunAsync(Bela, new AcceptProof(request.Id, [_world.Tree.Id]));
        await UntilAsync(Bela, view => view.Known.Length == shown + 1);
    }
}
