using System.Net;
using Akka.Hosting;
using Rings.Actors.Client;
using Rings.Actors.Hosting;
using Rings.Actors.Identity;
using Rings.Host.Cli;
using Rings.Host.Commands;
using Rings.Host.Events;
using Rings.Host.Http;
using Rings.Host.Identity;
using Rings.Host.Rpc;
using Rings.Host.Telemetry;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Node;

/// <summary>A node with its listeners, running on a data directory.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    private readonly DataFolder _data;
    private readonly DataLock _lock;
    private readonly IHost _host;
    private readonly CancellationTokenSource _stopping = new();
    private Listeners _listeners = null!;
    private TelemetryExport _telemetry = null!;
    private Task _pump = Task.CompletedTask;

    private RunningNode(DataFolder data, DataLock dataLock, IHost host, Did did)
    {
        (_data, _lock, _host, Did) = (data, dataLock, host, did);
        Rings = host.Services.GetRequiredService<IRings>();
    }

    /// <summary>The node's Did.</summary>
    public Did Did { get; }

    /// <summary>The node.</summary>
    public IRings Rings { get; }

    /// <summary>Its listeners.</summary>
    public Listeners Listeners => _listeners;

    /// <summary>The address that another node joins by.</summary>
    public string JoinUrl => $"http://{_listeners.Public}/#{Did}";

    /// <summary>Starts a node.</summary>
    /// <exception cref="UserErrorException">Something that the user can mend.</exception>
    public static async Task<RunningNode> StartAsync(
        DataFolder data, HostSettings settings, string? passphrase, LogLevel level, CancellationToken cancel)
    {
        var dataLock = DataLock.Take(data);
        try
        {
            var identity = new NodeIdentity(data, TimeProvider.System);
            var signer = identity.Open(settings.RingId, passphrase);
            var latest = signer;
            Signer Renew() => latest = identity.Follow(settings.RingId, passphrase, latest.Delegation);
            var host = Build(data, settings, signer, Renew, level);
            await host.StartAsync(cancel);
            var node = new RunningNode(data, dataLock, host, signer.Account);
            await node.OpenAsync(settings);
            return node;
        }
        catch (Exception)
        {
            dataLock.Dispose();
            throw;
        }
    }

    /// <summary>Leaves the ring, within 5 s, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        File.Delete(_data.EndpointFile);
        await _stopping.CancelAsync();
        using var patience = new CancellationTokenSource(LeaveWithin);
        try
        {
            await Rings.LeaveAsync(patience.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or TimeoutException)
        {
            await Console.Error.WriteLineAsync("rings: the ring was left without a word: it did not answer within 5 s");
        }

        await _listeners.DisposeAsync();
        _telemetry.Dispose();
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        _stopping.Dispose();
        _lock.Dispose();
    }

    private async Task OpenAsync(HostSettings settings)
    {
        _telemetry = new TelemetryExport(settings.Collector);
        var hub = new EventHub();
        var logging = _host.Services.GetRequiredService<ILoggerFactory>();
        _listeners = await Listeners.StartAsync(
            settings, Rings, hub, AccessToken.LoadOrCreate(_data.TokenFile), _telemetry.Metrics, logging);
        if (CanBeReached(settings)) await Rings.AnnounceListenerAsync((ushort)_listeners.Public.Port, _stopping.Token);
        OwnerOnlyFile.Write(_data.EndpointFile, $"http://{_listeners.Internal}/\n");
        _pump = new EventPump(Rings, hub, TimeProvider.System).RunAsync(MessageCommands.ChatProtocol, _stopping.Token);
    }

    /// <summary>
    /// Whether those that this node links with can ask its public listener: one on loopback is for this machine, and so
    /// for links that stay on it.
    /// </summary>
    private static bool CanBeReached(HostSettings settings) =>
        !IPAddress.IsLoopback(settings.Public.Endpoint.Address)
        || settings.Transport.BindAddresses.All(IPAddress.IsLoopback);

    private static RingsNodeOptions Ring(RingsNodeOptions rings, HostSettings settings) => settings.Secret is { } secret
        ? rings.PrivateRing(settings.Ring, secret.Span)
        : rings.Ring(settings.Ring);

    private static IHost Build(
        DataFolder data, HostSettings settings, Signer signer, Func<Signer> renew, LogLevel level)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings());
        // A listener that cannot start is told by its exception; the web host's own account of it would come twice.
        builder.Logging.SetMinimumLevel(level)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddRings();
        builder.Services.AddAkka("rings", akka => akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .AddHocon(settings.Config, HoconAddMode.Prepend)
            .WithRingsNode(rings => Ring(rings, settings)
                .Seeds([.. settings.Seeds.Select(seed => seed.ToString())])
                .Identity(identity => identity.Signer(signer, renew))
                .WebRtc(settings.Transport)
                .Configure(known => known with { DataDir = data.Path })));
        return builder.Build();
    }
}
