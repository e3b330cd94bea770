using System.Net;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Transport.WebRtc;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Hosting;

/// <summary>Whole nodes over real WebRTC on loopback, in one process and one actor system.</summary>
public sealed class WebRtcRingSpecs : IAsyncLifetime
{
    private const int Count = 8;

    private static readonly TimeSpan Leash = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system = ActorSystem.Create("webrtc", "akka.loglevel = WARNING");
    private readonly LocalSeeds _seeds = new();
    private readonly List<IRings> _nodes = [];

    public Task InitializeAsync()
    {
        for (var number = 0; number < Count; number++)
        {
            var name = $"n{number}";
            var node = new RingsClient(
                _system.StartRingsNode(
                    options => options
                        .Ring("webrtc")
                        .WebRtc(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] })
                        .SeedClient(() => _seeds)
                        .Seeds(number == 0 ? [] : ["local://n0"]),
                    name),
                _system);
            _seeds.Nodes[name] = node;
            _nodes.Add(node);
        }

        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task Eight_nodes_over_webrtc_form_one_ring_and_every_pair_exchanges_a_message()
    {
        var dids = new List<Did>();
        foreach (var node in _nodes) dids.Add((await node.GetStatusAsync()).Did);
        using var cancel = new CancellationTokenSource(Leash);
        foreach (var node in _nodes) await IdealAsync(node, dids, cancel.Token);

        var receiving = _nodes.Select(node => ReceiveAsync(node, Count - 1, cancel.Token)).ToArray();
        foreach (var node in _nodes)
        {
            while (!(await node.GetStatusAsync(cancel.Token)).Protocols.Contains("pair/1")) await Task.Yield();
        }

        var sends = _nodes.SelectMany((from, index) => dids
            .Where(to => to != dids[index])
            .Select(to => from.SendPlainAsync(to, "pair/1", new byte[] { (byte)index }, cancel: cancel.Token)));

        Assert.All(await Task.WhenAll(sends), outcome => Assert.IsType<Delivered>(outcome));
        foreach (var received in await Task.WhenAll(receiving)) Assert.Equal(Count - 1, received.Distinct().Count());
    }

    private static async Task IdealAsync(IRings node, List<Did> dids, CancellationToken cancel)
    {
        while (!IsIdeal(await node.GetStatusAsync(cancel), dids)) await Task.Yield();
    }

    private static bool IsIdeal(NodeStatus status, List<Did> dids)
    {
        var others = dids.Where(did => did != status.Did).OrderBy(did => status.Did.DistanceTo(did)).ToArray();
        return status.Phase == RingPhase.Member && status.Successors.FirstOrDefault() == others[0]
            && status.Predecessors.FirstOrDefault() == others[^1];
    }

    private static async Task<List<Did>> ReceiveAsync(IRings node, int count, CancellationToken cancel)
    {
        var from = new List<Did>();
        await foreach (var message in node.MessagesAsync("pair/1", cancel: cancel))
        {
            from.Add(message.From);
            if (from.Count == count) break;
        }

        return from;
    }
}
