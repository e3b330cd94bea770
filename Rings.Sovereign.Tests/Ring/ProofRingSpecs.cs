using Akka.Actor;
using Rings.Sovereign.Actors.Context;
using Rings.Sovereign.Actors.Proofs;
using Rings.Sovereign.Actors.Store;
using Rings.Sovereign.Proofs;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Tests.Proofs;
using Rings.TestKit;
using static Rings.Sovereign.Actors.Public.RingsProofsProtocol;

namespace Rings.Sovereign.Tests.Ring;

/// <summary>Whole nodes on one simulated clock, with proofs beside two of them.</summary>
public sealed class ProofRingSpecs
{
    [Fact]
    public void A_vote_reaches_the_verifier_over_the_ring_at_a_full_second_and_the_same_owners_second_one_is_noticed()
    {
        using var ring = new SimulatedRing(3, new());
        ring.Grow(3);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        var (anna, bela) = (Start(ring, "n0"), Start(ring, "n1"));
        var (keys, secrets) = new ProofWorld("own").List(20);
        var statement = new OneOfStatement(keys, ProofTag.Of(secrets[7], ring["n1"].Did, "vote 7"));
        Assert.Equal(ProofOutcome.Done, Ask<ProofReply>(ring, bela, new TakeProofs(new MembershipWish(keys, "vote 7"))).Outcome);

        for (var vote = 1; vote <= 2; vote++)
        {
            var offered = Ask<ProofReply>(ring, anna, new OfferProof(ring["n1"].Did, statement, new KeysWitness(secrets[7])));
            Until(ring, () => Ask<ProofsView>(ring, anna, GetProofs.Instance).Own.Any(one => one.Id == offered.Id && one.Result is not null));
        }

        var known = Ask<ProofsView>(ring, bela, GetProofs.Instance).Known;
        Assert.All(known, one => Assert.Equal((ring["n0"].Did, ProofResult.Accepted), (one.Prover, one.Result)));
        Assert.Equal(2, known.Length);
        Assert.Null(known[0].Before);
        Assert.Equal(known[0].At, known[1].Before);
        Assert.Equal(statement.Claim, known[0].Claim);
    }

    [Fact]
    public void A_node_that_is_gone_takes_no_proof_and_the_offer_ends()
    {
        using var ring = new SimulatedRing(4, new());
        ring.Grow(3);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        var (anna, world) = (Start(ring, "n0"), new ProofWorld("own"));
        ring.Kill("n1");

        Ask<ProofReply>(ring, anna, new OfferProof(ring["n1"].Did, world.Statement, world.Witness));
        ring.World.Run(ProofDesk.PersonPatience);

        Assert.Equal(ProofResult.TimedOut, Ask<ProofsView>(ring, anna, GetProofs.Instance).Own.Single().Result);
    }

    [Fact]
    public void Of_more_offers_than_a_node_takes_at_once_those_beyond_hear_that_it_is_busy()
    {
        using var ring = new SimulatedRing(5, new());
        ring.Grow(21);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        var (taker, world) = (Start(ring, "n0"), new ProofWorld("own"));
        var givers = Enumerable.Range(1, 20).Select(number => Start(ring, $"n{number}")).ToList();

        foreach (var giver in givers) Ask<ProofReply>(ring, giver, new OfferProof(ring["n0"].Did, world.Statement, world.Witness));
        Until(ring, () => givers.Count(giver => ResultOf(ring, giver) == ProofResult.Busy) == 4);

        Assert.Equal(ProofDesk.InAll, Ask<ProofsView>(ring, taker, GetProofs.Instance).Requests.Length);
        Assert.Equal(16, givers.Count(giver => ResultOf(ring, giver) is null));
    }

    private static ProofResult? ResultOf(SimulatedRing ring, IActorRef giver) =>
        Ask<ProofsView>(ring, giver, GetProofs.Instance).Own.Single().Result;

    private static IActorRef Start(SimulatedRing ring, string name)
    {
        // Names are of one letter and a number: each has a chance of its own.
        var chance = new SeededRandom(ring.World.Seed + int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture));
        var store = SealedStores.Open(SecretSchema.Proofs, "", null, chance);
        return ring.System.ActorOf(
            ProofDesk.Props(ring[name].Actor, new SecretSetting(ring.World.Time, chance), store, CircuitBook.Empty), $"proofs-{name}");
    }

    private static void Until(SimulatedRing ring, Func<bool> isSo)
    {
        for (var seconds = 0; seconds < 120; seconds++)
        {
            if (isSo()) return;
            ring.World.Run(TimeSpan.FromSeconds(1));
        }

        Assert.Fail($"it never was so: {ring.Describe()}");
    }

    private static T Ask<T>(SimulatedRing ring, IActorRef desk, IProofCommand command)
    {
        ring.Probe.Received.Clear();
        desk.Tell(command, ring.Probe.Actor);
        ring.World.RunUntil(ring.World.Now + TimeSpan.FromMinutes(1), () => ring.Probe.Received.OfType<T>().Any());
        return ring.Probe.Received.OfType<T>().Single();
    }
}
