using System.Text;
using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Storage;

/// <summary>Records through whole nodes in virtual time.</summary>
public sealed class NodeStorageSpecs
{
    private const int Count = 8;

    [Fact]
    public void A_register_is_put_at_one_node_and_read_at_every_other()
    {
        using var ring = Ring(seed: 1);

        var stored = Put(ring, "n1", "motd", "hello");

        Assert.True(stored.Copies.Length >= 2);
        foreach (var reader in ring.Nodes)
        {
            var found = Get(ring, reader, ring["n1"].Did, "motd");
            Assert.Equal(("hello", true), (Text(found), found.IsFinal));
            Assert.Equal(ring["n1"].Did, Assert.Single(found.Records).Author);
        }
    }

    [Fact]
    public void The_later_put_stands_even_within_one_microsecond()
    {
        using var ring = Ring(seed: 2);
        for (var round = 0; round < 8; round++)
            ring["n2"].Actor.Tell(new PutRegister("motd", Encoding.UTF8.GetBytes($"v{round}")), ring.Probe.Actor);

        Put(ring, "n2", "motd", "last");

        Assert.Equal("last", Text(Get(ring, ring["n5"], ring["n2"].Did, "motd")));
    }

    [Fact]
    public void What_was_stored_outlives_its_owner()
    {
        using var ring = Ring(seed: 3);
        for (var i = 0; i < 20; i++) Put(ring, "n0", $"r{i}", $"value {i}");
        var owner = ring.Nodes.First(node => node.Did == ring.Ask<LookupDone>(
            ring["n0"], new Lookup(StorageKey.OfRegister(ring["n0"].Did, "r3"))).Owner);
        var writer = ring["n0"].Did;

        ring.Kill(owner.Name);

        var reader = ring.Nodes.First(node => node.IsAlive);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)), ring.Describe());
        for (var i = 0; i < 20; i++) Assert.Equal($"value {i}", Text(Get(ring, reader, writer, $"r{i}")));
    }

    [Fact]
    public void Elements_of_many_authors_stand_side_by_side_and_each_removes_its_own()
    {
        using var ring = Ring(seed: 4);
        foreach (var node in ring.Nodes)
            ring.Ask<RecordStored>(node, new AddElement("guests", [1], Encoding.UTF8.GetBytes(node.Name)));

        ring.Ask<RecordStored>(ring["n3"], new RemoveElement("guests", [1]));

        var found = ring.Ask<RecordsFound>(ring["n6"], new GetSet("guests"));
        Assert.Equal(
            ring.Nodes.Select(node => node.Name).Where(name => name != "n3").Order(),
            found.Records.Select(record => Encoding.UTF8.GetString(record.Value)).Order());
    }

    [Fact]
    public void The_owner_of_a_set_removes_what_others_put_into_it()
    {
        using var ring = Ring(seed: 5);
        var (owner, guest) = (ring["n1"], ring["n2"]);
        ring.Ask<RecordStored>(guest, new AddElement("wall", [7], "spam"u8.ToArray(), owner.Did));

        ring.Ask<RecordStored>(owner, new RemoveElement("wall", [7], guest.Did, owner.Did));

        Assert.Empty(ring.Ask<RecordsFound>(guest, new GetSet("wall", owner.Did)).Records);
    }

    [Fact]
    public void A_blob_is_found_under_its_hash()
    {
        using var ring = Ring(seed: 6);
        var content = new byte[RecordLimits.MaxValueBytes];
        new Random(6).NextBytes(content);
        ring.Ask<RecordStored>(ring["n4"], new PutBlob(content));

        var found = ring.Ask<RecordsFound>(ring["n7"], new GetBlob(BlobHash.OfChunk(content)));

        Assert.Equal(content, Assert.Single(found.Records).Value);
    }

    [Fact]
    public void Nothing_there_is_a_final_answer()
    {
        using var ring = Ring(seed: 7);

        var found = Get(ring, ring["n3"], ring["n1"].Did, "never put");

        Assert.Empty(found.Records);
        Assert.True(found.IsFinal);
    }

    [Fact]
    public void A_lone_node_says_that_its_copy_is_the_only_one_and_shares_it_with_the_next_that_comes()
    {
        using var ring = new SimulatedRing(8);
        var lone = ring.Start("lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(30)));

        Assert.Equal(lone.Did, Assert.Single(ring.Ask<RecordStoredLocally>(lone, Motd("alone")).Copies));

        var second = ring.Start("second", "lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)));
        ring.World.Run(TimeSpan.FromSeconds(20));
        ring.Kill("lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)));
        ring.World.Run(TimeSpan.FromSeconds(60));
        Assert.Equal("alone", Text(Get(ring, second, lone.Did, "motd")));
    }

    [Theory]
    [InlineData("", 4, "name")]
    [InlineData("motd", 32769, "value")]
    public void What_cannot_be_a_record_is_refused_with_its_field(string name, int bytes, string field)
    {
        using var ring = new SimulatedRing(9);
        var lone = ring.Start("lone");

        var refused = ring.Ask<RecordInvalid>(lone, new PutRegister(name, new byte[bytes]));

        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public void A_storage_that_fails_opens_its_store_again_and_answers_who_waited()
    {
        using var ring = Ring(seed: 10);
        for (var i = 0; i < 20; i++) Put(ring, "n0", $"r{i}", $"value {i}");

        foreach (var node in ring.Nodes)
            ring.System.System.ActorSelection(node.Actor.Path / "storage").Tell(Kill.Instance);
        ring.World.Run(TimeSpan.FromSeconds(30));

        for (var i = 0; i < 20; i++)
            Assert.Equal($"value {i}", Text(Get(ring, ring["n5"], ring["n0"].Did, $"r{i}")));
    }

    [Fact]
    public void A_node_that_leaves_hands_over_what_only_it_had()
    {
        using var ring = new SimulatedRing(11);
        var lone = ring.Start("lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(30)));
        for (var i = 0; i < 50; i++) ring.Ask<RecordStoredLocally>(lone, new PutRegister($"r{i}", [(byte)i]));
        var second = ring.Start("second", "lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)));

        ring.Ask<Left>(lone, Leave.Instance);
        lone.IsAlive = false;
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)));
        ring.World.Run(TimeSpan.FromSeconds(60));

        for (var i = 0; i < 50; i++)
            Assert.Equal([(byte)i], Assert.Single(Get(ring, second, lone.Did, $"r{i}").Records).Value);
    }

    [Fact]
    public void A_node_that_comes_back_has_what_was_durable()
    {
        using var ring = new SimulatedRing(12);
        var lone = ring.Start("lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(30)));
        ring.Ask<RecordStoredLocally>(lone, Motd("before"));

        ring.Kill("lone");
        var again = ring.Start("lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(60)));

        Assert.Equal("before", Text(Get(ring, again, lone.Did, "motd")));
    }

    [Fact]
    public void What_is_renewed_outlives_its_life_over_a_restart_and_what_is_not_does_not()
    {
        using var ring = Ring(seed: 13);
        var life = TimeSpan.FromMinutes(20);
        ring.Ask<RecordStored>(ring["n1"], new PutRegister("kept", "a"u8.ToArray(), life, Renew: true));
        ring.Ask<RecordStored>(ring["n1"], new PutRegister("left", "b"u8.ToArray(), life));
        ring.Ask<RecordStored>(ring["n1"], new PutRegister("given up", "c"u8.ToArray(), life, Renew: true));
        ring.Ask<RecordStored>(ring["n1"], new PutRegister("given up", "c"u8.ToArray(), life));
        ring.World.Run(TimeSpan.FromMinutes(15));

        ring.Kill("n1");
        ring.World.Run(TimeSpan.FromSeconds(30));
        ring.Start("n1", "n0");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        ring.World.Run(TimeSpan.FromMinutes(45));

        Assert.Equal("a", Text(Get(ring, ring["n6"], ring["n1"].Did, "kept")));
        Assert.Empty(Get(ring, ring["n6"], ring["n1"].Did, "left").Records);
        Assert.Empty(Get(ring, ring["n6"], ring["n1"].Did, "given up").Records);
    }

    [Fact]
    public void No_more_records_than_may_be_are_renewed()
    {
        using var ring = new SimulatedRing(14, config: "rings.storage.renewals = 2\n");
        var lone = ring.Start("lone");
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(30)));
        for (var i = 0; i < 2; i++) ring.Ask<RecordStoredLocally>(lone, new PutRegister($"r{i}", [1], Renew: true));

        Assert.Equal("renew", ring.Ask<RecordInvalid>(lone, new PutRegister("r2", [1], Renew: true)).Field);
        ring.Ask<RecordStoredLocally>(lone, new PutRegister("r1", [2], Renew: true));
    }

    [Fact]
    public void A_revocation_is_put_by_anybody_as_its_account_signed_it()
    {
        using var ring = Ring(seed: 9);
        using var account = AccountKey.FromSecret(AccountKind.Secp256k1, [.. Enumerable.Repeat((byte)7, 32)]);
        var draft = new RevocationDraft(account.Kind, account.Did, [], null, Instant.From(ring.World.Time.GetUtcNow()), new byte[Delegation.NonceBytes]);
        var bytes = draft.Sign(account).Bytes.ToArray();

        for (var placement = 0; placement < StorageKey.Placements; placement++)
            Assert.NotEmpty(ring.Ask<RecordStored>(ring["n1"], new PutRevocation(bytes, placement)).Copies);

        bytes[^1] ^= 1;
        Assert.Equal("revocation", ring.Ask<RecordInvalid>(ring["n1"], new PutRevocation(bytes, 0)).Field);
        Assert.Equal("placement", ring.Ask<RecordInvalid>(ring["n1"], new PutRevocation(bytes, 3)).Field);
    }

    private static SimulatedRing Ring(int seed)
    {
        var ring = new SimulatedRing(seed);
        ring.Grow(Count);
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(120)), ring.Describe());
        // Longer than a newcomer looks for somebody that knows its range.
        ring.World.Run(TimeSpan.FromSeconds(45));
        return ring;
    }

    private static PutRegister Motd(string text) => new("motd", Encoding.UTF8.GetBytes(text));

    private static RecordStored Put(SimulatedRing ring, string node, string name, string value) =>
        ring.Ask<RecordStored>(ring[node], new PutRegister(name, Encoding.UTF8.GetBytes(value)));

    private static RecordsFound Get(SimulatedRing ring, SimulatedNode reader, Did owner, string name) =>
        ring.Ask<RecordsFound>(reader, new GetRegister(owner, name));

    private static string Text(RecordsFound found) => Encoding.UTF8.GetString(Assert.Single(found.Records).Value);
}
