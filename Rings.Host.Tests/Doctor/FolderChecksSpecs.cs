using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Disk;
using Rings.Actors.Peers;
using Rings.Host.Cli;
using Rings.Host.Doctor;
using Rings.Host.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Tests.Doctor;

public sealed class FolderChecksSpecs : IDisposable
{
    private static readonly RingId Main = RingId.OfPublic("main");

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-doctor").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private DataFolder Data => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_node_in_order_is_well_and_nothing_is_changed()
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        var before = Directory.GetFiles(_folder).Order().ToList();

        Assert.All(All(), finding => Assert.Equal(Verdict.Well, finding.Verdict));
        Assert.Equal(before, Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public void A_session_that_has_ended_is_wrong_and_told_how_to_renew()
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        _time.Advance(TimeSpan.FromDays(400));

        var session = All().Single(finding => finding.Check == "session");

        Assert.Equal((Verdict.Wrong, "rings session renew"), (session.Verdict, session.Advice));
    }

    [Fact]
    public void A_key_that_others_can_read_is_wrong_and_told_how_to_mend()
    {
        if (OperatingSystem.IsWindows()) return;
        new NodeIdentity(Data, _time).Open(Main, null);
        File.SetUnixFileMode(Data.KeyFile, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var key = All().Single(finding => finding.Check == "key");

        Assert.Equal((Verdict.Wrong, $"chmod 600 {Data.KeyFile}"), (key.Verdict, key.Advice));
    }

    [Fact]
    public void The_key_of_swaps_is_looked_at_where_there_is_one_and_wrong_where_others_can_read_it()
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        Assert.DoesNotContain(All(), finding => finding.Check == "swap.key");
        OwnerOnlyFile.Write(Path.Combine(_folder, "swap.key"), "a key");
        Assert.Equal(Verdict.Well, All().Single(finding => finding.Check == "swap.key").Verdict);
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(Path.Combine(_folder, "swap.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Equal(Verdict.Wrong, All().Single(finding => finding.Check == "swap.key").Verdict);
    }

    [Theory]
    [InlineData("key", "node.key", "garbage")]
    [InlineData("key", "node.key", "")]
    [InlineData("token", "token", "")]
    [InlineData("token", "token", "\u00a0\n")]
    [InlineData("names", "names.json", "{\"a b\":1}")]
    [InlineData("names", "names.json", "")]
    public void What_rings_run_does_not_begin_with_is_wrong(string check, string file, string content)
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        OwnerOnlyFile.Write(Path.Combine(_folder, file), content);

        var found = All().Single(finding => finding.Check == check);

        Assert.Equal(Verdict.Wrong, found.Verdict);
        Assert.Contains(file, found.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_and_an_address_book_in_order_are_well()
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        AccessToken.LoadOrCreate(Data.TokenFile);
        OwnerOnlyFile.Write(Data.NamesFile, $"{{\"anna\":\"{Did.Zero}\"}}");

        Assert.Equal(["token", "names"], All().Where(finding => finding.Check is "token" or "names").Select(finding => finding.Check));
        Assert.All(All(), finding => Assert.Equal(Verdict.Well, finding.Verdict));
    }

    [Fact]
    public void A_damaged_store_is_wrong()
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        File.WriteAllText(Path.Combine(_folder, "records.db"), new string('x', 8192));

        Assert.Equal(Verdict.Wrong, All().Single(finding => finding.Check == "records.db").Verdict);
    }

    [Fact]
    public void Remembered_peers_are_counted_and_those_of_another_ring_are_not()
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        var now = Instant.From(_time.GetUtcNow());
        RememberedPeer[] peers = [new(Did.Zero, now, new("http://192.0.2.1:1/")), new(Did.Zero.Finger(1), now, null)];

        PeerFile.Write(Path.Combine(_folder, PeerFile.NameOf(RingId.OfPublic("other"))), peers);
        Assert.DoesNotContain(All(), finding => finding.Check == "peers");

        PeerFile.Write(Path.Combine(_folder, PeerFile.NameOf(Main)), peers[1..]);
        Assert.Equal(Verdict.Note, All().Single(finding => finding.Check == "peers").Verdict);

        PeerFile.Write(Path.Combine(_folder, PeerFile.NameOf(Main)), peers);
        var found = All().Single(finding => finding.Check == "peers");
        Assert.Equal(Verdict.Well, found.Verdict);
        Assert.StartsWith("2 remembered, 1 of them", found.Says, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_of_peers_is_wrong_and_left_where_it_is()
    {
        new NodeIdentity(Data, _time).Open(Main, null);
        var path = Path.Combine(_folder, PeerFile.NameOf(Main));
        File.WriteAllText(path, "{");

        Assert.Equal(Verdict.Wrong, All().Single(finding => finding.Check == "peers").Verdict);
        Assert.Equal("{", File.ReadAllText(path));
    }

    private List<Finding> All() => [.. new FolderChecks(Data, _time).All(Main)];
}
