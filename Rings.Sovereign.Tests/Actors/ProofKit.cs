using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Sovereign.Actors.Hosting;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Actors;

/// <summary>Proofs beside nodes of one process, on a test clock; and liars, who say what the test has them say.</summary>
public abstract class ProofKit : Akka.TestKit.Xunit2.TestKit
{
    private readonly Dictionary<Did, RingsProofs> _desks = [];
    private int _starts;

    protected ProofKit()
        : base(TestSystem.Config)
    {
    }

    internal FakeNetwork Network { get; } = new();

    protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(57));

    protected Did Anna { get; } = Did.Zero.Finger(1);

    protected Did Bela { get; } = Did.Zero.Finger(2);

    protected RingsProofs this[Did did] => _desks[did];

    protected async Task StartAsync(params Did[] dids)
    {
        foreach (var did in dids)
        {
            _desks[did] = new(Sys.StartRingsProofs(Network.Join(Sys, did), proofs => proofs.Time = Time, $"proofs-{did:D}"));
            await this[did].ViewAsync();
        }
    }

    protected async Task StartAsync(Did did, Action<RingsProofsOptions> configure)
    {
        _desks[did] = new(Sys.StartRingsProofs(Network.Join(Sys, did), configure, $"proofs-{did:D}-{++_starts}"));
        await this[did].ViewAsync();
    }

    /// <summary>Starts somebody's proofs over a store of the test's.</summary>
    private protected async Task StartAsync(Did did, ISecretStore store)
    {
        var source = new StoreSource<ISecretStore>(SecretSchema.Proofs, () => (store, null));
        var desk = ProofDesk.Props(Network.Join(Sys, did), new(Time, SystemRandom.Instance), source, CircuitBook.Empty);
        _desks[did] = new(Sys.ActorOf(desk, $"proofs-{did:D}"));
        await this[did].ViewAsync();
    }

    /// <summary>Ends somebody's proofs, and waits until their store is closed.</summary>
    protected async Task StopAsync(Did did) => Assert.True(await this[did].Actor.GracefulStop(TimeSpan.FromSeconds(20)));

    /// <summary>Somebody without proofs beside its node: the test speaks for it.</summary>
    protected void Join(Did did) => Network.Join(Sys, did);

    private protected void Say(Did from, Did to, ProofMessage message) => Network.Say(to, new Received(
        from, "proof/1", ProofCodec.Write(message), "id", DateTimeOffset.UnixEpoch, IsSealed: true));

    /// <summary>What somebody has said, of one kind; waits for it.</summary>
    private protected async Task<T> HearAsync<T>(Did from, Predicate<T>? fits = null)
        where T : ProofMessage
    {
        T? heard = null;
        await AwaitAssertAsync(
            () => Assert.NotNull(heard = Said<T>(from).FirstOrDefault(message => fits?.Invoke(message) ?? true)),
            TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(10));
        return heard!;
    }

    private protected List<T> Said<T>(Did from)
        where T : ProofMessage =>
        [.. Network.Carried.Where(one => one.From == from && one.Protocol == "proof/1").Select(one => ProofCodec.Read(one.Payload)).OfType<T>()];

    protected async Task<SecretId> RunAsync(Did did, IProofCommand command)
    {
        var reply = await this[did].RunAsync(command);
        Assert.Equal(ProofOutcome.Done, reply.Outcome);
        return reply.Id ?? default;
    }

    protected async Task<ProofsView> UntilAsync(Did did, Predicate<ProofsView> isSo)
    {
        ProofsView? view = null;
        await AwaitAssertAsync(
            async () => Assert.True(isSo(view = await this[did].ViewAsync())), TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(10));
        return view!;
    }

    /// <summary>Time passes, by the clock and by all timers.</summary>
    protected void Pass(TimeSpan time)
    {
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }
}
