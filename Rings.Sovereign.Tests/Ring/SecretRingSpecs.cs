using System.Diagnostics;
using System.Text;
using Rings.Sovereign.Secrets;
using Xunit.Abstractions;
using static Rings.Sovereign.Actors.Public.RingsSecretsProtocol;

namespace Rings.Sovereign.Tests.Ring;

/// <summary>
/// Seven whole nodes on one simulated clock: an owner, five guardians and a newcomer, with a delay between approval and share.
/// </summary>
public sealed class SecretRingSpecs(ITestOutputHelper output)
{
    private const string Owner = "n0";
    private const string Newcomer = "n6";

    /// <summary>A day of seven nodes is two minutes of work: for <c>.ci/long secrets</c>.</summary>
    private static readonly int DelayHours = Environment.GetEnvironmentVariable("RINGS_SECRETS_FULL") is null ? 1 : 24;

    private static readonly string[] Guardians = ["n1", "n2", "n3", "n4", "n5"];
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("the account's key, as its file has it");

    [Fact]
    public void A_secret_comes_back_after_its_delay_and_neither_a_relay_nor_a_store_has_seen_it_or_a_share()
    {
        var clock = Stopwatch.StartNew();
        using var ring = new SecretRing(1, nodes: 7);
        var id = SplitWithOneAway(ring);
        var sheet = SheetOf(ring, id);
        ring.Kill("n4");
        Assert.Equal(SecretOutcome.Done, ring.Run(Newcomer, new BeginRecovery(sheet, IsRehearsal: false)).Outcome);
        ring.Until(() => TaskOf(ring).Parts.Values.Count(part => part.Nonce is not null) == 4);

        foreach (var guardian in Guardians.Where(name => name != "n4")) Approve(ring, guardian);
        ring.Until(() => ring.View(Owner).Owner.Secrets[id].Alarms.Count == 4);
        ring.Ring.World.Run(TimeSpan.FromHours(DelayHours) - TimeSpan.FromMinutes(2));
        Assert.All(TaskOf(ring).Parts.Values, part => Assert.Empty(part.Returns));
        ring.Until(() => SecretRecovery.Combine(TaskOf(ring)).Secret is not null);

        output.WriteLine($"seed {ring.Ring.World.Seed}: {DelayHours} h, {ring.Passed:N0} bytes passed, {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(Payload, SecretRecovery.Combine(TaskOf(ring)).Secret);
        Assert.Equal(0, ring.Seen);
    }

    [Fact]
    public void What_lies_in_clear_is_found_by_the_same_search()
    {
        using var ring = new SecretRing(2, nodes: 3);

        ring.Run("n1", new AcceptOwner(ring[Owner]));
        ring.Seek([ring[Owner].ToByteArray()]);

        Assert.True(ring.Seen > 0, "Dids pass links in clear");
        Assert.True(ring.Lies(ring[Owner].ToByteArray()), "and lie in a guardian's store as its key");
    }

    /// <summary>One guardian is away: its share lies in its mailbox, at other nodes, until it is back.</summary>
    private static SecretId SplitWithOneAway(SecretRing ring)
    {
        foreach (var guardian in Guardians)
            Assert.Equal(SecretOutcome.Done, ring.Run(guardian, new AcceptOwner(ring[Owner])).Outcome);
        ring.Leave("n5");
        var id = ring.Run(Owner, new SplitPayload("node.key", Payload, new([.. Guardians.Select(name => ring[name])], 3, DelayHours))).Id!.Value;
        var dealt = ring.View(Owner).Owner.Secrets[id];
        byte[][] wanted = [Payload, dealt.Key!.Value.ToByteArray(), .. dealt.Pending!.Undealt.Values.Select(share => share.ToByteArray())];
        Assert.InRange(wanted.Length, 3, 7);
        ring.Until(() => ring.View(Owner).Owner.Secrets[id].Pending is { Keepers: 4 });
        wanted = [.. wanted, .. Guardians.Take(4).Select(name => ring.View(name).Guardian.Kept.Values.Single().Any.Deal.Share.ToByteArray())];
        ring.Seek(wanted);
        Assert.All(wanted, bytes => Assert.False(ring.Lies(bytes), "a secret or a share lies somewhere in clear"));

        ring.Return("n5");
        ring.Until(() => ring.View(Owner).Owner.Secrets[id].Current is { Keepers: 5 });
        Assert.All(wanted, bytes => Assert.False(ring.Lies(bytes), "a secret or a share lies somewhere in clear"));
        return id;
    }

    private static RecoverySheet SheetOf(SecretRing ring, SecretId id)
    {
        var current = ring.View(Owner).Owner.Secrets[id].Current!;
        return new(ring[Owner], id, 3, current.Guardians, RecoverySheet.CheckOf(current.Commitments), "simulation", []);
    }

    private static RecoveryTask TaskOf(SecretRing ring) => ring.View(Newcomer).Recovery.Tasks.Values.Single();

    private static void Approve(SecretRing ring, string guardian)
    {
        var recovery = ring.View(Newcomer).Recovery;
        var task = recovery.Tasks.Values.Single();
        var claim = task.Parts[ring[guardian]].Claim;
        ring.Until(() => ring.View(guardian).Guardian.Claims[claim].Stage == ClaimStage.Opened);
        var words = recovery.WordsFor(task, ring[guardian])!.Value;
        Assert.Equal(SecretOutcome.Done, ring.Run(guardian, new ApproveClaim(claim, words, DespiteVeto: false)).Outcome);
    }
}
