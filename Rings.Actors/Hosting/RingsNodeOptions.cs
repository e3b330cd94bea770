using System.Collections.Immutable;
using Akka.Configuration;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Links;
using Rings.Actors.Messages;
using Rings.Actors.Node;
using Rings.Actors.Peers;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Actors.Sessions;
using Rings.Actors.Settings;
using Rings.Actors.Storage;
using Rings.Actors.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;
using Rings.Transport;
using Rings.Transport.WebRtc;

namespace Rings.Actors.Hosting;

/// <summary>
/// What a node is to be. What is not said here comes from the system's configuration, and from rings.conf where that
/// says nothing: <see cref="Configure"/> reaches every key.
/// </summary>
public sealed class RingsNodeOptions
{
    /// <summary>The ring that a node joins unless told otherwise.</summary>
    public const string DefaultRing = "main";

    private const string DispatcherPath = "rings.dispatcher";
    private const string StorageDispatcherPath = "rings.storage-dispatcher";

    private readonly IdentityOptions _identity = new();
    private readonly List<Func<NodeSettings, NodeSettings>> _changes = [];
    private string _ringName = DefaultRing;
    private RingSecret? _secret;
    private Func<TimeProvider, IPeerConnectionFactory>? _connections;
    private Func<ISeedClient> _seedClient = () => OperatingSystem.IsBrowser()
        ? throw new PlatformNotSupportedException("A browser's page says which client of seeds it has.")
        : new HttpSeedClient();
    private TimeProvider _time = TimeProvider.System;
    private INodeRandom _random = SystemRandom.Instance;
    private bool _watchesClock = true;

    /// <summary>The public ring to join; <see cref="DefaultRing"/> by default.</summary>
    public RingsNodeOptions Ring(string name)
    {
        _ = RingId.OfPublic(name);
        (_ringName, _secret) = (name, null);
        return this;
    }

    /// <summary>The private ring to join.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="secret">The 32 random bytes that its members share.</param>
    public RingsNodeOptions PrivateRing(string name, ReadOnlySpan<byte> secret)
    {
        _ = RingId.OfPublic(name);
        (_ringName, _secret) = (name, new RingSecret(secret));
        return this;
    }

    /// <summary>Addresses of nodes to join through, in place of <c>rings.seeds</c>.</summary>
    public RingsNodeOptions Seeds(params string[] seeds)
    {
        ImmutableArray<Uri> parsed = [.. seeds.Select(seed => new Uri(seed, UriKind.Absolute))];
        return Configure(settings => settings with { Seeds = parsed });
    }

    /// <summary>Who the node is.</summary>
    public RingsNodeOptions Identity(Action<IdentityOptions> identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        identity(_identity);
        return this;
    }

    /// <summary>
    /// Changes any of the settings: <c>settings => settings with { Links = settings.Links with { HalfOpen = 32 }
    /// }</c>.
    /// </summary>
    public RingsNodeOptions Configure(Func<NodeSettings, NodeSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _changes.Add(change);
        return this;
    }

    /// <summary>WebRTC with these ports, servers and limits. Where they bind is said with them: <see cref="BindAddresses"/> has
    /// the rule that holds without this.</summary>
    public RingsNodeOptions WebRtc(WebRtcOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Transport(time => new WebRtcPeerConnectionFactory(options, time));
    }

    /// <summary>Another way to carry bytes. The node disposes what this makes when it stops.</summary>
    public RingsNodeOptions Transport(Func<TimeProvider, IPeerConnectionFactory> connections)
    {
        _connections = connections ?? throw new ArgumentNullException(nameof(connections));
        return this;
    }

    /// <summary>Another way to speak to seeds than JSON-RPC over HTTP.</summary>
    public RingsNodeOptions SeedClient(Func<ISeedClient> client)
    {
        _seedClient = client ?? throw new ArgumentNullException(nameof(client));
        return this;
    }

    /// <summary>Another clock than the system's.</summary>
    public RingsNodeOptions Time(TimeProvider time)
    {
        _time = time ?? throw new ArgumentNullException(nameof(time));
        return this;
    }

    /// <summary>Another source of chance than the system's: for tests that repeat.</summary>
    public RingsNodeOptions Random(INodeRandom random)
    {
        _random = random ?? throw new ArgumentNullException(nameof(random));
        return this;
    }

    /// <summary>The host begins anew with its node where the clock is set back: the node does not do so by itself.</summary>
    internal RingsNodeOptions ClockIsWatched()
    {
        _watchesClock = false;
        return this;
    }

    internal NodeProducer Build(Config config, Func<string, string> dispatcher)
    {
        var settings = _changes.Aggregate(NodeSettings.From(config), (current, change) => change(current));
        var ring = _secret is null ? RingId.OfPublic(_ringName) : RingId.OfPrivate(_ringName, _secret);
        var keys = _identity.Open(ring, _random, () => Instant.From(_time.GetUtcNow()));
        var node = new NodeContext(
            keys, _secret, Connect(settings), settings, _time, _random, Measure(keys), Judge(settings, keys))
        {
            Dispatcher = dispatcher(DispatcherPath),
            StorageDispatcher = dispatcher(StorageDispatcherPath),
            WatchesClock = _watchesClock,
        };
        return new NodeProducer(node, _seedClient(), OpenStores(settings, keys.Signer), former => former with
        {
            Connections = Connect(settings),
            Instruments = Measure(keys),
            Destination = Judge(settings, keys),
        });
    }

    private IPeerConnectionFactory Connect(NodeSettings settings)
    {
        if (_connections is not null) return _connections(_time);
        return OperatingSystem.IsBrowser()
            ? throw new PlatformNotSupportedException("A browser's page says which connections it has.")
            : Default(settings.Seeds, _time);
    }

    private static RingsInstruments Measure(NodeKeys keys) => new(keys.Account.ToString());

    private static Destination Judge(NodeSettings settings, NodeKeys keys)
    {
        var destination = settings.NewDestination(keys.Account, keys.Ring);
        destination.Budget.Delegations.Vouch(keys.Signer.Delegation);
        return destination;
    }

    /// <summary>WebRTC on loopback while all seeds are there, and on this machine's cards otherwise.</summary>
    private static WebRtcPeerConnectionFactory Default(ImmutableArray<Uri> seeds, TimeProvider time) => new(
        new WebRtcOptions
        {
            BindAddresses = BindAddresses.For(seeds, isOnlyHere: !seeds.IsEmpty && seeds.All(seed => seed.IsLoopback)),
        },
        time);

    private static NodeStores OpenStores(NodeSettings settings, Signer signer) =>
        OperatingSystem.IsBrowser() || settings.DataDir.Length == 0 ? InMemory(settings) : InFiles(settings, signer);

    private static NodeStores InMemory(NodeSettings settings)
    {
        // What is only in memory outlives the part that used it, as a file does.
        static StoreSource<TStore> Keep<TStore>(StoreSchema schema, TStore store)
            where TStore : class => new(schema, () => (store, null));
        return new(
            Keep<IReplayStore>(StoreSchema.Replay, new NoReplayStore()),
            Keep<IRecordStore>(StoreSchema.Records, new MemoryRecordStore(settings.Storage.Records)),
            Keep<ISessionStore>(StoreSchema.Sessions, new MemorySessionStore()),
            Keep<IOwnRecordStore>(StoreSchema.Own, new MemoryOwnRecordStore()),
            Keep<IServiceStore>(StoreSchema.Services, new MemoryServiceStore()),
            new MemoryPeerStore());
    }

    private static NodeStores InFiles(NodeSettings settings, Signer signer)
    {
        var opened = new List<Action>();
        StoreSource<TStore> Open<TStore>(StoreSchema schema, Func<string, (TStore Store, string? SetAside)> inFile)
            where TStore : class
        {
            var path = Path.Combine(settings.DataDir, schema.File);
            var source = new StoreSource<TStore>(schema, () => inFile(path));
            opened.Add(source.Close);
            return source;
        }

        try
        {
            Directory.CreateDirectory(settings.DataDir);
            return new(
                Open<IReplayStore>(StoreSchema.Replay, path =>
                    SqliteReplayStore.Open(path, signer.Delegation.SessionKey)),
                Open<IRecordStore>(StoreSchema.Records, path => SqliteRecordStore.Open(path, settings.Storage.Records)),
                Open<ISessionStore>(StoreSchema.Sessions, path => SqliteSessionStore.Open(path)),
                Open<IOwnRecordStore>(StoreSchema.Own, path => SqliteOwnRecordStore.Open(path)),
                Open<IServiceStore>(StoreSchema.Services, path => SqliteServiceStore.Open(path)),
                new FilePeerStore(Path.Combine(settings.DataDir, PeerFile.NameOf(signer.Ring))));
        }
        catch
        {
            foreach (var close in opened) close();
            throw;
        }
    }
}
