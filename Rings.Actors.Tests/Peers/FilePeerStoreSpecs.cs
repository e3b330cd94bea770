using Rings.Actors.Disk;
using Rings.Actors.Peers;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Tests.Peers;

public sealed class FilePeerStoreSpecs : IDisposable
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-peers").FullName;

    private string File => Path.Combine(_folder, PeerFile.NameOf(RingId.OfPublic("main")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_saved_is_there_again_and_only_its_owner_can_read_it()
    {
        RememberedPeer[] peers =
        [
            new(Did.Zero.Finger(1), Now, new Uri("http://192.0.2.1:50001/")),
            new(Did.Zero.Finger(2), Now, new Uri("https://seed.example/ring")),
            new(Did.Zero.Finger(3), Now, null),
        ];

        new FilePeerStore(File).Save(peers[..1]);
        new FilePeerStore(File).Save(peers);

        var (loaded, wrong) = new FilePeerStore(File).Load();
        Assert.Null(wrong);
        Assert.Equal(peers, loaded);
        Assert.True(OwnerOnlyFile.IsPrivate(File));
        Assert.Equal([File], Directory.GetFiles(_folder));
    }

    [Fact]
    public void No_file_is_nobody()
    {
        var (loaded, wrong) = new FilePeerStore(File).Load();

        Assert.Empty(loaded);
        Assert.Null(wrong);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"version":2,"peers":[]}""")]
    [InlineData("""{"version":"1","peers":[]}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"peers":{}}""")]
    [InlineData("""{"version":1,"peers":[null]}""")]
    [InlineData("""{"version":1,"peers":[7]}""")]
    [InlineData("""{"version":1,"peers":[{"did":"nobody","seen_ms":1}]}""")]
    [InlineData("""{"version":1,"peers":[{"did":"0x000102030405060708090a0b0c0d0e0f10111213"}]}""")]
    [InlineData("""{"version":1,"peers":[{"did":"0x000102030405060708090a0b0c0d0e0f10111213","seen_ms":"x"}]}""")]
    [InlineData(
        """{"version":1,"peers":[{"did":"0x000102030405060708090a0b0c0d0e0f10111213","seen_ms":1,"address":"file:///a"}]}""")]
    public void A_damaged_file_is_set_aside_and_told_and_the_next_one_stands(string content)
    {
        for (var number = 1; number <= 2; number++)
        {
            System.IO.File.WriteAllText(File, content);

            var (loaded, wrong) = new FilePeerStore(File).Load();

            Assert.Empty(loaded);
            Assert.Contains($"{File}.damaged-{number}", wrong, StringComparison.Ordinal);
            Assert.Equal(content, System.IO.File.ReadAllText($"{File}.damaged-{number}"));
            Assert.False(System.IO.File.Exists(File));
        }

        new FilePeerStore(File).Save([new(Did.Zero, Now, null)]);
        Assert.Single(new FilePeerStore(File).Load().Peers);
    }

    [Fact]
    public void What_cannot_be_written_is_an_error_of_its_kind()
    {
        Directory.CreateDirectory(File);

        var thrown = Assert.ThrowsAny<Exception>(() => new FilePeerStore(File).Save([]));

        Assert.True(thrown is IOException or UnauthorizedAccessException, thrown.ToString());
    }
}
