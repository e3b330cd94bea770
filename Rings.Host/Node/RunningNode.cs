using System.Net;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.AspNetCore.Proxy;
using Rings.AspNetCore.Tls;
using Rings.Host.Cli;
using Rings.Host.Events;
using Rings.Host.Groups;
using Rings.Host.Identity;
using Rings.Host.Logging;
using Rings.Host.Mail;
using Rings.Host.Names;
using Rings.Host.Proofs;
using Rings.Host.Rpc;
using Rings.Host.Secrets;
using Rings.Host.Services;
using Rings.Host.Sites;
using Rings.Host.Speed;
using Rings.Host.Swaps;
using Rings.Host.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Sovereign.Actors.Hosting;
using Rings.Sovereign.Actors.Public;
using Rings.Sovereign.GroupDids;
using Rings.Sovereign.Proofs.Statements;

namespace Rings.Host.Node;

/// <summary>A node with its listeners, running on a data directory.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookForSignature = TimeSpan.FromMinutes(1);

    private readonly DataFolder _data;
    private readonly DataLock _lock;
    private readonly ILoggerFactory _logging;
    private readonly ActorSystem _system;
    private readonly EventHub _hub;
    private readonly RingsClient _client;
    private readonly CancellationTokenSource _stopping = new();
    private Listeners _listeners = null!;
    private HttpServiceProxy _proxy = null!;
    private TelemetryExport _telemetry = null!;
    private NodeSwaps _swaps = null!;
    private EndpointFile _endpoint = null!;
    private Task _pump = Task.CompletedTask;
    private bool _leaves = true;

    private RunningNode(
        DataFolder data, DataLock dataLock, ILoggerFactory logging, EventHub hub, ActorSystem system, IActorRef node, Did did)
    {
        (_data, _lock, _logging, _hub, _system, Did) = (data, dataLock, logging, hub, system, did);
        _client = new RingsClient(node, system);
    }

    /// <summary>The node's Did.</summary>
    public Did Did { get; }

    /// <summary>The node.</summary>
    public IRings Rings => _client;

    /// <summary>Its listeners.</summary>
    public Listeners Listeners => _listeners;

    /// <summary>The address that another node joins by.</summary>
    public string JoinUrl => _listeners.JoinUrlOf(Did);

    /// <summary>Starts a node.</summary>
    /// <exception cref="UserErrorException">Something that the user can mend.</exception>
    public static async Task<RunningNode> StartAsync(
        DataFolder data, HostSettings settings, string? passphrase, LogLevel level, CancellationToken cancel)
    {
        if (ProcessLimits.WhyNoNodeBegins is { } why) throw new UserErrorException(why);
        PrivateFiles.Require(data);
        var dataLock = DataLock.Take(data);
        var hub = new EventHub();
        var logging = NodeLogging.Create(level, hub);
        ActorSystem? system = null;
        try
        {
            TransportSettings.RequireFree(settings.Transport);
            var identity = new NodeIdentity(data, TimeProvider.System);
            var signer = identity.Open(settings.RingId, passphrase);
            if (identity.Notice is { } notice) logging.CreateLogger("rings.node").LogWarning("{Notice}", notice);
            var latest = signer;
            Signer Renew() => latest = identity.Follow(settings.RingId, passphrase, latest.Delegation);
            var runsFor = identity.ReadGroup();
            system = Actors(settings, level, logging);
            var actor = Begin(system, data, settings, signer, Renew, isOfGroup: runsFor is not null);
            cancel.ThrowIfCancellationRequested();
            var node = new RunningNode(data, dataLock, logging, hub, system, actor, signer.Account);
            var groups = StartGroups(system, actor, data, passphrase, runsFor);
            var circuits = CircuitFolder.Read(data);
            var proofs = StartProofs(system, actor, data, passphrase, circuits);
            node._swaps = StartSwaps(system, actor, data, passphrase, settings.Swaps, logging);
            await node.OpenAsync(settings, passphrase, StartSecrets(system, actor, data, passphrase, proofs), groups, proofs, circuits);
            if (runsFor is not null)
            {
                var renewer = new GroupRenewer(
                    groups, identity, runsFor, settings.RingId, () => latest.Delegation, TimeProvider.System,
                    logging.CreateLogger("rings.groups"));
                _ = renewer.RunAsync(node._stopping.Token);
            }

            return node;
        }
        catch (Exception)
        {
            if (system is not null) await system.Terminate();
            logging.Dispose();
            dataLock.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the user ends the node, or it has to begin anew because the clock was set back.</summary>
    /// <param name="cancel">The user's word.</param>
    /// <returns>Whether it has to begin anew; it is disposed then without leaving its ring.</returns>
    /// <exception cref="UserErrorException">The node has ended by itself: so must the process, for whoever starts it
    /// again.</exception>
    public async Task<bool> WaitAsync(CancellationToken cancel)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var setBack = SetBackAsync(watching.Token);
        var ended = await Task.WhenAny(setBack, _client.Stopped);
        await watching.CancelAsync();
        if (cancel.IsCancellationRequested) return false;
        if (ended != setBack)
        {
            throw new UserErrorException(
                "the node has stopped for good: one of its parts failed again and again, as the log says. Start it again");
        }

        _logging.CreateLogger("rings.node").LogWarning(
            "The clock was set back by {Time:g}: what the node waits for would come as much later. It begins anew", await setBack);
        _leaves = false;
        return true;
    }

    /// <summary>Waits until the clock is set back, and by how much. By it the listeners reckon, too, and all that is around
    /// the node: they begin anew with it.</summary>
    private static async Task<TimeSpan> SetBackAsync(CancellationToken cancel)
    {
        var clock = new ClockWatch(TimeProvider.System);
        while (true)
        {
            await Task.Delay(ClockWatch.Interval, cancel);
            if (clock.Look() is { } back) return back;
        }
    }

    /// <summary>Leaves the ring, within 5 s, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _endpoint.Remove();
        await _stopping.CancelAsync();
        if (_leaves) await LeaveAsync();
        await _listeners.DisposeAsync();
        await _proxy.DisposeAsync();
        _telemetry.Dispose();
        await _system.Terminate();
        await _swaps.DisposeAsync();
        _logging.Dispose();
        _stopping.Dispose();
        _lock.Dispose();
    }

    private async Task LeaveAsync()
    {
        using var patience = new CancellationTokenSource(LeaveWithin);
        try
        {
            await Rings.LeaveAsync(patience.Token);
            _logging.CreateLogger("rings.node").LogInformation("rings has left its ring and closed its links");
        }
        catch (NodeStoppedException)
        {
            // It has failed before, and said so.
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException)
        {
            await Console.Error.WriteLineAsync("rings: the ring was left without a word: it did not answer within 5 s");
        }
    }

    private async Task OpenAsync(
        HostSettings settings, string? passphrase, RingsSecrets secrets, RingsGroups groups, RingsProofs proofs, CircuitBook circuits)
    {
        _telemetry = new TelemetryExport(settings.Collector);
        var log = _logging.CreateLogger("rings.node");
        var meter = new TrafficMeter(Rings, TimeProvider.System);
        var box = LetterBox.Open(_data.MailFolder, log);
        var sites = SiteBook.Open(_data.SitesFile);
        var keeper = new SiteKeeper(Rings, sites, TimeProvider.System, log);
        var names = NameBook.Open(_data.NamesFile, Did);
        var read = new ArgumentReader(names);
        var ofSecrets = new SecretMethods(
            secrets, read, new OwnKey(_data, Did, passphrase), settings.Ring,
            [.. settings.Seeds.Select(seed => seed.ToString())]);
        var ofGroups = new GroupMethods(groups, read, TimeProvider.System);
        var ofProofs = new ProofMethods(
            proofs, read, settings.RingId, _data, passphrase, new(Rings, TimeProvider.System), circuits);
        var ofSwaps = new SwapMethods(_swaps.Swaps, settings.Swaps, read);
        var tls = new TlsEnds();
        var kept = new KeptTls(tls, TlsBook.Open(_data.TlsFile), TimeProvider.System, _logging.CreateLogger("rings.services"));
        kept.Begin();
        var books = new NodeBooks(names, sites, keeper, OpenedServices.Open(_data.OpenedFile), EntranceMonths.Open(_data.EntrancesFile));
        _listeners = await Listeners.StartAsync(
            settings, Rings, books, _hub, box, meter,
            AccessToken.LoadOrCreate(_data.TokenFile), ofSecrets.All().Concat(ofGroups.All()).Concat(ofProofs.All()).Concat(ofSwaps.All()),
            _telemetry.Metrics, tls, kept, _logging);
        _proxy = await HttpServiceProxy.StartAsync(Rings, TimeProvider.System, _logging, tls, _stopping.Token);
        if (CanBeReached(settings)) await Rings.AnnounceListenerAsync((ushort)_listeners.Public.Port, _stopping.Token);
        _endpoint = new EndpointFile(_data.EndpointFile, $"http://{_listeners.Internal}/", TimeProvider.System, log);
        _ = _endpoint.KeepAsync(_stopping.Token);
        log.LogInformation(
            "rings {Version} began as {Did} on ring {Ring}", StatusJson.Version, Did, settings.Ring);
        _pump = Task.WhenAll(
            new EventPump(Rings, _hub, box, TimeProvider.System, log).RunAsync(Chat.Protocol, _stopping.Token),
            new SpeedSink(Rings).RunAsync(_stopping.Token), meter.RunAsync(_stopping.Token),
            keeper.RunAsync(_stopping.Token), kept.RunAsync(_stopping.Token));
        _ = IdleMemory.KeepLowAsync(TimeProvider.System, _stopping.Token);
    }

    /// <summary>
    /// Whether those that this node links with can ask its public listener: one on loopback is for this machine, and so
    /// for links that stay on it.
    /// </summary>
    private static bool CanBeReached(HostSettings settings) =>
        !IPAddress.IsLoopback(settings.Public.Endpoint.Address)
        || settings.Transport.BindAddresses.All(IPAddress.IsLoopback);

    private static RingsProofs StartProofs(
        ActorSystem system, IActorRef node, DataFolder data, string? passphrase, CircuitBook circuits) =>
        new(StartSealed(() => system.StartRingsProofs(
            node, proofs => (proofs.DataDir, proofs.Passphrase, proofs.Circuits) = (data.Path, passphrase, circuits))));

    private static RingsSecrets StartSecrets(
        ActorSystem system, IActorRef node, DataFolder data, string? passphrase, RingsProofs proofs) =>
        new(StartSealed(() => system.StartRingsSecrets(
            node, secrets => (secrets.DataDir, secrets.Passphrase, secrets.Proofs) = (data.Path, passphrase, proofs.Actor))));

    private static RingsGroups StartGroups(
        ActorSystem system, IActorRef node, DataFolder data, string? passphrase, GroupKey? runsFor) =>
        new(StartSealed(() => system.StartRingsGroups(
            node, groups => (groups.DataDir, groups.Passphrase, groups.RunsFor) = (data.Path, passphrase, runsFor))));

    private static NodeSwaps StartSwaps(
        ActorSystem system, IActorRef node, DataFolder data, string? passphrase, SwapSettings settings, ILoggerFactory logging) =>
        NodeSwaps.Start(settings, data, configure => StartSealed(() => system.StartRingsSwaps(node, swaps =>
        {
            (swaps.DataDir, swaps.Passphrase) = (data.Path, passphrase);
            configure(swaps);
        })), logging.CreateLogger("rings.swaps"));

    private static IActorRef StartSealed(Func<IActorRef> start)
    {
        try
        {
            return start();
        }
        catch (ProtocolException wrong)
        {
            throw new UserErrorException(
                $"the key of what this node keeps sealed cannot be read ({wrong.Message.TrimEnd('.')}). Put its backup there", wrong);
        }
        catch (IOException error)
        {
            throw new UserErrorException(
                $"{error.Message.TrimEnd('.')}. Name another directory: --data-dir DIR; rings doctor looks into this one", error);
        }
    }

    private static RingsNodeOptions Ring(RingsNodeOptions rings, HostSettings settings) => settings.Secret is { } secret
        ? rings.PrivateRing(settings.Ring, secret.Span)
        : rings.Ring(settings.Ring);

    private static ActorSystem Actors(HostSettings settings, LogLevel level, ILoggerFactory logging) => ActorSystem.Create(
        "rings", BootstrapSetup.Create()
            .WithConfig(NodeLogging.Actors(level).WithFallback(settings.Config))
            .And(new NodeLogger.Target(logging)));

    private static IActorRef Begin(
        ActorSystem system, DataFolder data, HostSettings settings, Signer signer, Func<Signer> renew, bool isOfGroup)
    {
        try
        {
            return system.StartRingsNode(rings => Ring(rings, settings)
                .Seeds([.. settings.Seeds.Select(seed => seed.ToString())])
                .Identity(identity => identity.Signer(signer, renew))
                .WebRtc(settings.Transport)
                .ClockIsWatched()
                .Configure(known => isOfGroup ? OfGroup(known) with { DataDir = data.Path } : known with { DataDir = data.Path }));
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // A store that cannot be opened: one of a later version, say.
            throw new UserErrorException(
                $"{error.Message.TrimEnd('.')}. Name another directory: --data-dir DIR; rings doctor looks into this one", error);
        }
    }

    /// <summary>To look whether the members have signed costs a look into a file, and no key has to be opened.</summary>
    private static NodeSettings OfGroup(NodeSettings known) => known.Delegations.RetryAfter <= LookForSignature
        ? known
        : known with { Delegations = known.Delegations with { RetryAfter = LookForSignature } };
}
