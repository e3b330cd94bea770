using System.Net;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Actors.Tests.Hosting;
using Rings.AspNetCore.Client;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Services;
using Rings.Transport.WebRtc;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.AspNetCore.Tests.Nodes;

/// <summary>Three whole nodes over real WebRTC on loopback, in one process: who provides, who calls, and who may not.</summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system = ActorSystem.Create("http", "akka.loglevel = WARNING");
    private readonly LocalSeeds _seeds = new();

    internal Member Provider { get; private set; } = null!;

    internal Member Caller { get; private set; } = null!;

    internal Member Stranger { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var nodes = ((string[])["provider", "caller", "stranger"]).Select(Start).ToList();
        using var leash = new CancellationTokenSource(Patience);
        var members = new List<Member>();
        foreach (var node in nodes) members.Add(new Member(node, (await node.GetStatusAsync(leash.Token)).Did));
        foreach (var node in nodes)
        {
            while (await node.GetStatusAsync(leash.Token) is not { Phase: RingPhase.Member, Successors.Length: 2 })
                await Task.Delay(20, leash.Token);
        }

        (Provider, Caller, Stranger) = (members[0], members[1], members[2]);
    }

    public async Task DisposeAsync() => await _system.Terminate();

    private RingsClient Start(string name)
    {
        var node = new RingsClient(
            _system.StartRingsNode(
                options => options
                    .Ring("http")
                    .WebRtc(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] })
                    .SeedClient(() => _seeds)
                    .Seeds(_seeds.Nodes.IsEmpty ? [] : ["local://provider"]),
                name),
            _system);
        _seeds.Nodes[name] = node;
        return node;
    }

    /// <summary>A node that runs.</summary>
    internal sealed record Member(IRings Rings, Did Did)
    {
        /// <summary>Makes a client. It follows nothing, and sends no body that was not asked for within the longest test.</summary>
        public HttpClient NewClient()
        {
            var handler = RingsHttpHandler.Create(Rings);
            handler.AllowAutoRedirect = false;
            handler.Expect100ContinueTimeout = TimeSpan.FromMinutes(10);
            return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        }

        /// <summary>Opens a stream to a service.</summary>
        public Task<IStreamOpenOutcome> OpenAsync(RingHost host, CancellationToken cancel) =>
            new ServiceDialer(Rings, TimeProvider.System).OpenAsync(new RingUrl(host.Owner, host.Name), cancel);

        /// <summary>What its owner is told of its services.</summary>
        public async Task<IReadOnlyList<ServiceStatus>> ServicesAsync(CancellationToken cancel) =>
            Assert.IsType<ServicesTold>(await Rings.ServicesAsync(ListServices.Instance, cancel)).Services;
    }
}

/// <summary>Tests that share the three nodes run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class WithThreeNodes : ICollectionFixture<ThreeNodes>
{
    public const string Name = "three nodes";
}
