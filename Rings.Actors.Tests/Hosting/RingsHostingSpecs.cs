using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Protocol.Ring;
using Rings.TestKit.Deterministic;
using Rings.Transport.InMemory;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Hosting;

public sealed class RingsHostingSpecs
{
    private static readonly TimeSpan Leash = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_service_hosts_a_node_and_sends_to_its_own_protocol()
    {
        using var host = Build();
        using var cancel = new CancellationTokenSource(Leash);
        await host.StartAsync(cancel.Token);
        var rings = host.Services.GetRequiredService<IRings>();
        await MemberAsync(rings, cancel.Token);

        var self = (await rings.GetStatusAsync(cancel.Token)).Did;
        var outcome = await rings.SendPlainAsync(self, "echo/1", new byte[] { 7 }, cancel: cancel.Token);

        Assert.IsType<Delivered>(outcome);
        Assert.Equal(7, (await EchoActor.Heard.Task.WaitAsync(cancel.Token)).Payload[0]);
        await host.StopAsync(cancel.Token);
    }

    [Fact]
    public async Task A_hosted_service_may_take_the_node_in_its_constructor()
    {
        using var host = Build(services => services.AddHostedService<Watchman>());
        using var cancel = new CancellationTokenSource(Leash);

        await host.StartAsync(cancel.Token);

        var watchman = host.Services.GetServices<IHostedService>().OfType<Watchman>().Single();
        Assert.Equal(
            (await host.Services.GetRequiredService<IRings>().GetStatusAsync(cancel.Token)).Did,
            (await watchman.Seen.WaitAsync(cancel.Token)).Did);
        await host.StopAsync(cancel.Token);
    }

    [Fact]
    public async Task A_node_whose_clock_is_set_back_begins_anew_and_keeps_what_was_asked_of_it()
    {
        using var cancel = new CancellationTokenSource(Leash);
        using var system = ActorSystem.Create("clock", NodeSettings.ReferenceConfig());
        var (clock, network) = (new WrongTime(TimeProvider.System) { Wrong = TimeSpan.FromHours(2) }, new InMemoryNetwork());
        var rings = new RingsClient(
            system.StartRingsNode(node => node.Ring("clock").Time(clock).Transport(_ => network.CreateFactory("only"))), system);
        await MemberAsync(rings, cancel.Token);
        var self = (await rings.GetStatusAsync(cancel.Token)).Did;
        Assert.IsType<RecordStoredLocally>(await rings.PutAsync(new PutRegister("motd", [1], Renew: true), cancel.Token));
        await using var messages = rings.MessagesAsync("chat/1", cancel: cancel.Token).GetAsyncEnumerator(cancel.Token);
        var first = messages.MoveNextAsync();
        while (!(await rings.GetStatusAsync(cancel.Token)).Protocols.Contains("chat/1")) await Task.Yield();

        clock.Wrong = TimeSpan.Zero;
        // The node that is to go began two hours from now.
        while ((await rings.GetStatusAsync(cancel.Token)).Uptime < TimeSpan.Zero) await Task.Yield();
        await MemberAsync(rings, cancel.Token);

        Assert.IsType<Delivered>(await rings.SendPlainAsync(self, "chat/1", new byte[] { 7 }, cancel: cancel.Token));
        Assert.True(await first);
        Assert.Equal([7], messages.Current.Payload);
        Assert.Equal("motd", Assert.Single((await rings.GetOwnRecordsAsync(cancel.Token)).Records).Name);
    }

    [Fact]
    public async Task A_node_that_no_seed_lets_in_is_not_ready_and_says_why()
    {
        using var host = Build(seeds: ["http://127.0.0.1:1/"]);
        using var cancel = new CancellationTokenSource(Leash);
        await host.StartAsync(cancel.Token);
        var rings = host.Services.GetRequiredService<IRings>();
        while ((await rings.GetStatusAsync(cancel.Token)).SeedTroubles.IsEmpty) await Task.Yield();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancel.Token);

        Assert.Equal(HealthStatus.Unhealthy, report.Entries["rings-ready"].Status);
        Assert.StartsWith("no seed has led to a link: http://127.0.0.1:1/: ", report.Entries["rings-ready"].Description, StringComparison.Ordinal);
        await host.StopAsync(cancel.Token);
    }

    [Theory]
    [InlineData(true, "127.0.0.1", "http://127.0.0.1:1/", "http://localhost:2/")]
    [InlineData(true, "127.0.0.1")]
    [InlineData(true, "0.0.0.0 :: 127.0.0.1", "http://192.0.2.1:1/")]
    [InlineData(false, "0.0.0.0 :: 127.0.0.1", "http://192.0.2.1:1/", "http://127.0.0.1:1/")]
    [InlineData(false, "0.0.0.0 ::", "http://192.0.2.1:1/")]
    [InlineData(false, "0.0.0.0 ::")]
    public void Nodes_of_one_machine_bind_where_they_find_each_other(bool isOnlyHere, string bound, params string[] seeds) =>
        Assert.Equal(bound, string.Join(' ', BindAddresses.For([.. seeds.Select(seed => new Uri(seed))], isOnlyHere)));

    [Fact]
    public async Task A_node_says_what_it_holds()
    {
        using var host = Build();
        using var cancel = new CancellationTokenSource(Leash);
        await host.StartAsync(cancel.Token);
        var rings = host.Services.GetRequiredService<IRings>();
        await MemberAsync(rings, cancel.Token);
        await rings.PutAsync(new PutRegister("motd", new byte[] { 1, 2, 3 }, Renew: true), cancel.Token);

        var holdings = await rings.GetHoldingsAsync(cancel.Token);

        Assert.InRange(holdings.RecordBytes!.Value, 3, holdings.RecordCapacity);
        Assert.Equal((1, 0), (holdings.OwnRecords, holdings.LettersUnread));
        Assert.True(holdings.DelegationEnds > DateTimeOffset.UnixEpoch);
        await host.StopAsync(cancel.Token);
    }

    [Fact]
    public async Task The_health_checks_say_live_and_ready()
    {
        using var host = Build();
        using var cancel = new CancellationTokenSource(Leash);
        await host.StartAsync(cancel.Token);
        await MemberAsync(host.Services.GetRequiredService<IRings>(), cancel.Token);

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(cancel.Token);

        Assert.Equal(HealthStatus.Healthy, report.Entries["rings-live"].Status);
        Assert.Equal(HealthStatus.Healthy, report.Entries["rings-ready"].Status);
        await host.StopAsync(cancel.Token);
    }

    [Fact]
    public async Task When_the_node_stops_what_is_enumerated_ends_and_a_call_says_so_at_once()
    {
        using var host = Build();
        using var cancel = new CancellationTokenSource(Leash);
        await host.StartAsync(cancel.Token);
        var rings = host.Services.GetRequiredService<IRings>();
        await MemberAsync(rings, cancel.Token);
        var messages = CountAsync(rings.MessagesAsync("orders/1", cancel: cancel.Token));
        var records = CountAsync(rings.WatchAsync(new GetSet("orders"), cancel: cancel.Token));
        var events = CountAsync(rings.EventsAsync(cancel: cancel.Token));
        while ((await rings.GetStatusAsync(cancel.Token)).Protocols.Length < 2) await Task.Yield();

        await rings.LeaveAsync(cancel.Token);

        Assert.Equal(0, await messages);
        Assert.Equal(0, await records);
        Assert.InRange(await events, 0, 100);
        await Assert.ThrowsAsync<NodeStoppedException>(() => rings.GetStatusAsync(cancel.Token));
        await Assert.ThrowsAsync<NodeStoppedException>(() => rings.LookupAsync(Rings.Protocol.Did.Zero, cancel.Token));
        await host.StopAsync(cancel.Token);
    }

    private static async Task<int> CountAsync<T>(IAsyncEnumerable<T> all)
    {
        var count = 0;
        await foreach (var _ in all) count++;
        return count;
    }

    private static async Task MemberAsync(IRings rings, CancellationToken cancel)
    {
        while ((await rings.GetStatusAsync(cancel)).Phase != RingPhase.Member) await Task.Yield();
    }

    private static IHost Build(Action<IServiceCollection>? more = null, params string[] seeds)
    {
        var network = new InMemoryNetwork();
        var builder = Host.CreateApplicationBuilder();
        more?.Invoke(builder.Services);
        builder.Services.AddHealthChecks();
        builder.Services.AddRings();
        builder.Services.AddAkka("orders", akka => akka
            .WithRingsNode(rings => rings.Ring("orders").Seeds(seeds).Transport(_ => network.CreateFactory("orders")))
            .WithRingsProtocol<EchoActor>("echo/1"));
        return builder.Build();
    }

    /// <summary>Takes the node where most do: in its constructor, before Akka has started.</summary>
    private sealed class Watchman(IRings rings) : BackgroundService
    {
        private readonly TaskCompletionSource<NodeStatus> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<NodeStatus> Seen => _seen.Task;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
            _seen.TrySetResult(await rings.GetStatusAsync(stoppingToken));
    }

    private sealed class EchoActor : UntypedActor
    {
        public static TaskCompletionSource<Received> Heard { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override void OnReceive(object message)
        {
            if (message is Received received) Heard.TrySetResult(received);
        }
    }
}
