using System.Globalization;
using System.Text;
using Akka.Configuration;
using Rings.Host.Cli;
using Rings.Host.Node;
using Rings.Protocol.Ring;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Demo;

/// <summary>Several nodes in this process, each with its own key, store, sockets and listeners, on loopback.</summary>
/// <param name="count">How many.</param>
/// <param name="log">The least level that is logged.</param>
/// <param name="say">Told what happens, in words.</param>
/// <param name="time">The clock.</param>
internal sealed class DemoRing(int count, LogLevel log, Action<string> say, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rings-demo-");
    private readonly List<RunningNode> _nodes = [];

    /// <summary>Makes the ring and shows what it can do.</summary>
    /// <exception cref="UserErrorException">Something did not come about.</exception>
    public async Task<DemoSummary> PlayAsync(CancellationToken cancel)
    {
        for (var i = 1; i <= count; i++) await StartAsync(i, cancel);
        var links = await CloseAsync(cancel);
        var lookedUp = await LookUpAsync(cancel);
        var delivered = await SendAsync(cancel);
        var read = await RecordAsync(cancel);
        return new DemoSummary(count, links, delivered, lookedUp, read);
    }

    /// <summary>Keeps the ring up.</summary>
    public async Task StayAsync(CancellationToken cancel)
    {
        say($"\nThe dashboard of node 1: {_nodes[0].Listeners.DashboardUrl}\nCtrl-C ends the demo.");
        var ended = new TaskCompletionSource();
        await using var registration = cancel.Register(() => ended.TrySetResult());
        await ended.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The others join through the first: it ends last, or one that joins still would warn of a seed that is gone.
        await Task.WhenAll(_nodes.Skip(1).Select(node => node.DisposeAsync().AsTask()));
        if (_nodes.Count > 0) await _nodes[0].DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(int number, CancellationToken cancel)
    {
        var options = new RunOptions { Port = 0, Join = number == 1 ? [] : [_nodes[0].JoinUrl] };
        var data = new DataFolder(Path.Combine(_folder.FullName, number.ToString(CultureInfo.InvariantCulture)));
        var node = await RunningNode.StartAsync(data, HostSettings.From(Config.Empty, options), null, log, cancel);
        _nodes.Add(node);
        say(number == 1
            ? $"node 1 is {node.Did}\n  its dashboard: {node.Listeners.DashboardUrl}"
            : $"node {number} is {node.Did}, and joins through node 1");
    }

    /// <summary>Waits until each node is a member and has its neighbours.</summary>
    private async Task<int> CloseAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                var states = await Task.WhenAll(_nodes.Select(node => node.Rings.GetStatusAsync(patience.Token)));
                if (IsClosed(states)) return Links(states);
                await Task.Delay(LookEvery, time, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new UserErrorException($"the ring did not close within {Patience.TotalSeconds:0} s. Run: rings doctor");
        }
    }

    private int Links(NodeStatus[] states)
    {
        var links = states.Sum(state => state.Links.Length) / 2;
        say($"the ring is closed: each node knows its successor; {Counted.Of(links, "link")} over WebRTC");
        return links;
    }

    /// <summary>Whether each is a member and knows the node that comes next, clockwise.</summary>
    private static bool IsClosed(NodeStatus[] states)
    {
        var order = states.Select(state => state.Did).OrderBy(did => did.ToString(), StringComparer.Ordinal).ToList();
        return states.All(state =>
            state.Phase == RingPhase.Member && state.Successors.FirstOrDefault() == After(order, state.Did));
    }

    private static Protocol.Did After(List<Protocol.Did> order, Protocol.Did self) =>
        order[(order.IndexOf(self) + 1) % order.Count];

    private async Task<int> LookUpAsync(CancellationToken cancel)
    {
        foreach (var target in _nodes)
        {
            var found = Expect<LookupDone>(await _nodes[0].Rings.LookupAsync(target.Did, cancel));
            if (found.Owner != target.Did) throw new UserErrorException($"{target.Did} was found at {found.Owner}");
        }

        say("node 1 looked up the place of each, and found each there");
        return _nodes.Count;
    }

    private async Task<int> SendAsync(CancellationToken cancel)
    {
        var delivered = 0;
        foreach (var from in _nodes)
        {
            foreach (var to in _nodes.Where(to => to != from))
            {
                var text = Encoding.UTF8.GetBytes($"hello from {from.Did}");
                Expect<Delivered>(await from.Rings.SendAsync(to.Did, Chat.Protocol, text, mail: false, cancel));
                delivered++;
            }
        }

        say($"each sent to each, encrypted end to end, and had the receipt: {delivered} messages");
        return delivered;
    }

    private async Task<int> RecordAsync(CancellationToken cancel)
    {
        var value = Encoding.UTF8.GetBytes("a record of the demo");
        var owner = _nodes[^1];
        var stored = Expect<RecordStored>(await owner.Rings.PutAsync(new PutRegister("demo", value), cancel));
        foreach (var reader in _nodes)
        {
            var found = Expect<RecordsFound>(await reader.Rings.GetAsync(new GetRegister(owner.Did, "demo"), cancel));
            if (found.Records.Length != 1 || !found.Records[0].Value.AsSpan().SequenceEqual(value))
                throw new UserErrorException($"{reader.Did} did not read the record");
        }

        say($"node {count} wrote a record, kept by {Counted.Of(stored.Copies.Length, "node")}; every node read it");
        return _nodes.Count;
    }

    private static T Expect<T>(IReply reply)
        where T : class => reply as T ?? throw new UserErrorException($"the demo expected {typeof(T).Name}, not {reply}");
}
