using Akka.Actor;
using Akka.Configuration;
using Rings.Actors.Files;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Protocol.Storage.Files;
using Rings.Transport.InMemory;

namespace Rings.Actors.Tests.Files;

/// <summary>Files through whole nodes over in-memory links, in real time.</summary>
public sealed class RingsFilesSpecs : IAsyncLifetime
{
    private static readonly FileTransferOptions Patient = new() { Attempts = 20 };

    private readonly CancellationTokenSource _leash = new(TimeSpan.FromMinutes(2));
    private readonly InMemoryNetwork _network = new();
    private readonly ActorSystem _system = ActorSystem.Create(
        "files", ConfigurationFactory.ParseString("akka.loglevel = ERROR").WithFallback(NodeSettings.ReferenceConfig()));
    private readonly Dictionary<string, (IActorRef Actor, RingsClient Client)> _nodes = [];

    public async Task InitializeAsync()
    {
        foreach (var name in new[] { "n0", "n1", "n2", "n3", "n4", "n5" })
        {
            Start(name);
            if (name != "n0") await LinkAsync(name, "n0");
        }

        foreach (var (_, client) in _nodes.Values)
        {
            while ((await client.GetStatusAsync(_leash.Token)) is not { Phase: RingPhase.Member, Successors.Length: >= 4 })
                await Task.Delay(50, _leash.Token);
        }
    }

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _leash.Dispose();
    }

    [Fact]
    public async Task A_file_comes_back_as_it_went_also_when_a_node_that_serves_it_is_killed_half_way()
    {
        var content = new byte[6_000_123];
        new Random(5).NextBytes(content);
        var (root, size) = await Files("n1").PutAsync(new MemoryStream(content), "text/plain", cancel: _leash.Token);
        Assert.Equal(content.Length, size);
        var kill = new Kill(() => Stop("n3"), after: content.Length / 2);
        using var output = new MemoryStream();

        var got = await Files("n5").GetAsync(root, output, 1 << 30, progress: kill, cancel: _leash.Token);

        Assert.Equal((content.Length, "text/plain"), (got.Size, got.MediaType));
        Assert.True(kill.IsDone);
        Assert.True(content.AsSpan().SequenceEqual(output.ToArray()));
    }

    [Fact]
    public async Task A_file_of_many_manifests_is_written_in_order_with_little_read_ahead()
    {
        var content = new byte[3 * 512 * RecordLimits.MaxValueBytes + 7];
        new Random(7).NextBytes(content);
        var blobs = new Dictionary<BlobHash, byte[]>();
        var packer = new FilePacker();
        foreach (var blob in packer.Add(content)) blobs.Add(blob.Hash, blob.Content.ToArray());
        var last = packer.Finish("");
        foreach (var blob in last) blobs[blob.Hash] = blob.Content.ToArray();
        using var output = new MemoryStream();

        // The later manifests are at hand before the first.
        await new RingsFiles(_nodes["n0"].Client, new FileTransferOptions { Ahead = 4, Parallel = 8 })
            .GetAsync(last[^1].Hash, output, 1 << 30, blobs.GetValueOrDefault, cancel: _leash.Token);

        Assert.True(content.AsSpan().SequenceEqual(output.ToArray()));
    }

    [Fact]
    public async Task What_is_at_hand_already_is_not_fetched_again()
    {
        var content = new byte[10 * RecordLimits.MaxValueBytes];
        new Random(6).NextBytes(content);
        var (root, _) = await Files("n0").PutAsync(new MemoryStream(content), "", cancel: _leash.Token);
        var half = content.Chunk(RecordLimits.MaxValueBytes).Take(5).ToDictionary(chunk => BlobHash.OfChunk(chunk));
        var asked = 0;

        byte[]? Known(BlobHash hash)
        {
            if (half.TryGetValue(hash, out var chunk)) return chunk;
            Interlocked.Increment(ref asked);
            return null;
        }

        using var output = new MemoryStream();
        await Files("n4").GetAsync(root, output, 1 << 30, Known, cancel: _leash.Token);

        Assert.Equal(content, output.ToArray());
        Assert.Equal(6, asked); // The root and five chunks.
    }

    [Fact]
    public async Task However_few_parts_may_wait_a_transfer_goes_on()
    {
        var content = new byte[7 * RecordLimits.MaxValueBytes];
        new Random(7).NextBytes(content);
        var (root, _) = await Files("n0").PutAsync(new MemoryStream(content), "", cancel: _leash.Token);
        using var output = new MemoryStream();

        await new RingsFiles(_nodes["n2"].Client, Patient with { Ahead = 0, Parallel = 3 })
            .GetAsync(root, output, 1 << 30, cancel: _leash.Token);

        Assert.Equal(content, output.ToArray());
    }

    [Fact]
    public async Task A_file_larger_than_the_caller_takes_is_refused()
    {
        var (root, _) = await Files("n0").PutAsync(new MemoryStream(new byte[1000]), "", cancel: _leash.Token);

        var refused = await Assert.ThrowsAsync<FileTransferException>(() =>
            Files("n2").GetAsync(root, Stream.Null, 999, cancel: _leash.Token));

        Assert.Equal(FileFailure.TooLarge, refused.Reason);
    }

    [Fact]
    public async Task What_nobody_stored_is_missing()
    {
        var missing = await Assert.ThrowsAsync<FileTransferException>(() =>
            Files("n2").GetAsync(BlobHash.OfManifest([1]), Stream.Null, 1000, cancel: _leash.Token));

        Assert.Equal(FileFailure.Missing, missing.Reason);
    }

    [Fact]
    public async Task A_directory_names_its_files()
    {
        var (root, size) = await Files("n1").PutAsync(new MemoryStream([1, 2, 3]), "text/html", cancel: _leash.Token);
        var (site, _) = await Files("n1").PutDirectoryAsync([new("index.html", root, size, "text/html")], _leash.Token);

        var directory = await Files("n3").FindDirectoryAsync(site, _leash.Token);

        Assert.Equal(new DirectoryEntry("index.html", root, 3, "text/html"), Assert.Single(directory!.Entries));
        Assert.Null(await Files("n3").FindDirectoryAsync(root, _leash.Token));
    }

    private RingsFiles Files(string node) => new(_nodes[node].Client, Patient);

    private void Start(string name)
    {
        var actor = _system.StartRingsNode(options => options
            .Ring("files").Transport(_ => _network.CreateFactory(name)), name);
        _nodes.Add(name, (actor, new RingsClient(actor, _system)));
    }

    private void Stop(string name)
    {
        _network.Kill(name);
        _system.Stop(_nodes[name].Actor);
    }

    private async Task LinkAsync(string from, string to)
    {
        var (near, far) = (_nodes[from].Client, _nodes[to].Client);
        var did = (await far.GetStatusAsync(_leash.Token)).Did;
        var offer = (RingsNodeProtocol.OfferCreated)await near.CreateOfferAsync(did, _leash.Token);
        var answer = (RingsNodeProtocol.OfferAnswered)await far.AnswerOfferAsync(offer.Offer, cancel: _leash.Token);
        Assert.IsType<RingsNodeProtocol.Connected>(await near.AcceptAnswerAsync(answer.Answer, _leash.Token));
    }

    /// <summary>Stops a node once so much has arrived.</summary>
    private sealed class Kill(Action stop, long after) : IProgress<FileProgress>
    {
        public bool IsDone { get; private set; }

        public void Report(FileProgress value)
        {
            if (IsDone || value.Done < after) return;
            IsDone = true;
            stop();
        }
    }
}
