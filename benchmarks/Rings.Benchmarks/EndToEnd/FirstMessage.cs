using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Links;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Transport.WebRtc;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Benchmarks.EndToEnd;

/// <summary>
/// The first end-to-end message between two nodes that have never met, by the hops between them: handshake, message and
/// receipt, over WebRTC on loopback in one process. Links are few, so that there are hops.
/// </summary>
internal sealed class FirstMessage : ISeedClient
{
    private const string Protocol = "first/1";

    private readonly ConcurrentDictionary<string, RingsClient> _nodes = new();
    private readonly ActorSystem _system = ActorSystem.Create("first", "akka.loglevel = WARNING");

    /// <summary>Runs it.</summary>
    /// <param name="args">How many nodes; how many links each means to hold.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var numbers = args.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var ring = new FirstMessage();
        await ring.FormAsync(numbers[0], numbers[1]);
        await ring.MeasureAsync();
        await ring._system.Terminate();
        return 0;
    }

    public async Task<string> NodeDidAsync(Uri seed, CancellationToken cancel) =>
        (await _nodes[seed.Host].GetStatusAsync(cancel)).Did.ToString();

    public async Task<byte[]> AnswerOfferAsync(Uri seed, byte[] offer, CancellationToken cancel) =>
        await _nodes[seed.Host].AnswerOfferAsync(offer, "127.0.0.1", cancel) is OfferAnswered answered
            ? answered.Answer
            : throw new SeedException($"{seed} refuses");

    private async Task FormAsync(int count, int links)
    {
        for (var number = 0; number < count; number++)
        {
            var name = $"n{number}";
            var node = _system.StartRingsNode(
                options => options
                    .WebRtc(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] })
                    .Configure(known => known with
                    {
                        Ring = known.Ring with { LinkBudget = links, LongLinkShare = 0, Successors = 2, MaxSuccessors = 2 },
                    })
                    .SeedClient(() => this)
                    .Seeds(number == 0 ? [] : [$"local://n{number / 2}"]),
                name);
            _nodes[name] = new RingsClient(node, _system);
            _ = ReceiveAsync(_nodes[name]);
        }

        foreach (var node in _nodes.Values)
        {
            while ((await node.GetStatusAsync()).Phase != RingPhase.Member) await Task.Delay(100);
        }

        await Task.Delay(TimeSpan.FromSeconds(40));
    }

    private async Task MeasureAsync()
    {
        var dids = new List<Did>();
        foreach (var node in _nodes.Values) dids.Add((await node.GetStatusAsync()).Did);
        var byHops = new SortedDictionary<int, List<double>>();
        foreach (var (index, from) in _nodes.Values.Index())
        {
            foreach (var to in dids.Where(did => did != dids[index]).Take(8))
            {
                if (await from.LookupAsync(to) is not LookupDone { Owner: var owner, Hops: var hops } || owner != to) continue;
                var clock = Stopwatch.GetTimestamp();
                if (await from.SendAsync(to, Protocol, new byte[256], mail: false) is not Delivered) continue;
                if (!byHops.TryGetValue(hops, out var times)) byHops.Add(hops, times = []);
                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
        }

        foreach (var (hops, times) in byHops)
        {
            times.Sort();
            Console.WriteLine(FormattableString.Invariant(
                $"| {hops} hops | {times.Count} pairs | median {times[times.Count / 2]:0.0} ms | p90 {times[times.Count * 9 / 10]:0.0} ms |"));
        }
    }

    private static async Task ReceiveAsync(RingsClient node)
    {
        await foreach (var _ in node.MessagesAsync(Protocol))
        {
        }
    }
}
