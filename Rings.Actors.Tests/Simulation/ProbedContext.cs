using Akka.Actor;
using Akka.Configuration;
using Rings.Actors.Context;
using Rings.Actors.Settings;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.TestKit;
using Rings.Transport.InMemory;

namespace Rings.Actors.Tests.Simulation;

/// <summary>What the actors of one node share, for actors between probes: real time, an in-memory network.</summary>
internal static class ProbedContext
{
    /// <summary>The configuration of a system with probes: they wait as long as a busy machine needs.</summary>
    public static Config Config { get; } = ConfigurationFactory
        .ParseString("akka.test { default-timeout = 20s, single-expect-default = 20s }")
        .WithFallback(NodeSettings.ReferenceConfig());

    /// <summary>The context of a node whose keys follow from its name.</summary>
    public static NodeContext New(ActorSystem system, InMemoryNetwork network, RingId ring, string name)
    {
        var random = new SeededRandom(name.Aggregate(7, (sum, letter) => (sum * 31) + letter));
        var settings = NodeSettings.From(system.Settings.Config);
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        Span<byte> bytes = stackalloc byte[32];
        random.Fill(bytes);
        var account = AccountKey.FromSecret(AccountKind.Ed25519, bytes);
        random.Fill(bytes);
        var session = SessionKey.FromSeed(bytes);
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, ring, now,
            now + Delegation.DefaultLifetime, bytes[..Delegation.NonceBytes]);
        var keys = new NodeKeys(new Signer(session, draft.Sign(account)));
        return new NodeContext(
            keys, null, network.CreateFactory(name), settings, TimeProvider.System, random, new RingsInstruments(name),
            settings.NewDestination(keys.Account, ring))
        {
            Dispatcher = "akka.actor.default-dispatcher",
            StorageDispatcher = "akka.actor.default-dispatcher",
        };
    }
}
