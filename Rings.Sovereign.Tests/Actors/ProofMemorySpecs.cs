using Rings.Protocol;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Tests.Proofs;
using Xunit.Abstractions;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Many proofs of large circuits at once, and asks for what was not offered.</summary>
public sealed class ProofMemorySpecs(ITestOutputHelper output) : ProofKit
{
    private const int AtOnce = 16;

    private readonly CredentialWorld _world = new(20);

    [Fact]
    public async Task Sixteen_large_proofs_at_once_stay_below_96_MiB_and_all_are_given()
    {
        await StartAsync(Anna);
        var (statement, before) = (_world.Statement(isAnonymous: false), GC.GetTotalMemory(forceFullCollection: true));
        var begun = (int)(ProofDesk.MaxProvingBytes / statement.ProvingBytes(40));
        var verifiers = new List<(Did Did, LiveVerifier Verifier)>();
        for (var number = 0; number < AtOnce; number++)
        {
            var did = Did.Zero.Finger(20 + number);
            Join(did);
            var id = await RunAsync(Anna, new OfferProof(did, statement, _world.Witness(isAnonymous: false)));
            verifiers.Add((did, new(ProofWorld.Ring, Anna, did, id, statement, isWary: false, _world.Random.Fill)));
            Say(did, Anna, verifiers[^1].Verifier.Ask);
        }

        await HearAsync<ProofMessage.Move>(Anna, move => move.Id == verifiers[begun - 1].Verifier.Ask.Id && move.Part == move.Parts - 1);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{begun} of {AtOnce} proofs at depth 20 begun: {held >> 20} MiB");

        Assert.InRange(begun, 4, AtOnce - 1);
        Assert.InRange(held, 0, 96 << 20);
        Assert.Equal(begun, Said<ProofMessage.Move>(Anna).Select(move => move.Id).Distinct().Count());
        foreach (var (did, verifier) in verifiers)
        {
            // One that never opens holds up nobody for longer than a step.
            ProofMessage said = verifier.Take(await MoveAsync(verifier, 1));
            for (var step = 2; said is ProofMessage.Open open; step++)
            {
                Say(did, Anna, open);
                said = verifier.Take(await MoveAsync(verifier, step));
            }

            Assert.Equal(ProofResult.Accepted, Assert.IsType<ProofMessage.End>(said).Result);
        }
    }

    [Fact]
    public async Task What_was_not_offered_is_refused_before_it_is_read()
    {
        await StartAsync(Anna);
        Join(Bela);
        var list = new ProofWorld("list20-tag").Statement;
        Say(Bela, Anna, new LiveVerifier(ProofWorld.Ring, Anna, Bela, default, list, isWary: false, _world.Random.Fill).Ask);
        // As long, and no statement at all: both are answered alike.
        Say(Bela, Anna, new ProofMessage.Ask(
            SecretId.Read([.. new byte[15], 1]), [.. new byte[ProofDesk.MaxUnasked + 1]], default, [default], 128));

        await AwaitAssertAsync(() => Assert.Equal(2, Said<ProofMessage.End>(Anna).Count(end => end.Result == ProofResult.Unknown)));
    }

    private async Task<ProofMessage.Move> MoveAsync(LiveVerifier verifier, int step)
    {
        var parts = new MoveParts();
        await HearAsync<ProofMessage.Move>(
            Anna, move => move.Id == verifier.Ask.Id && move.Step == step && move.Part == move.Parts - 1);
        foreach (var part in Said<ProofMessage.Move>(Anna).Where(move => move.Id == verifier.Ask.Id && move.Step == step))
            if (parts.TryTake(part, verifier.NextMoveBytes, out var whole) && whole is not null) return whole;
        throw new InvalidOperationException("The move is not whole.");
    }
}
