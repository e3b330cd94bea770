using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Benchmarks.Actors;
using Rings.Protocol;

namespace Rings.Benchmarks.Streams;

/// <summary>
/// A process with whole nodes that take streams and open them as they are told by lines on standard input. Each links to the
/// nodes that it is told of and to no others: so a chain of them stays a chain.
/// </summary>
internal static class StreamNodes
{
    /// <summary>The process's first argument.</summary>
    public const string Part = "stream-nodes";

    private const int Many = 4096;

    /// <summary>The process.</summary>
    public static async Task<int> RunAsync()
    {
        using var left = new ProcessLeft();
        using var system = ActorSystem.Create("streams", "akka.loglevel = ERROR");
        var nodes = new List<RingsClient>();
        foreach (var word in (await Console.In.ReadLineAsync())!["nodes ".Length..].Split(' '))
        {
            var (secret, allowed) = word.Split(':') is [var one, var other] ? (one, other) : (word, "");
            nodes.Add(Start(system, $"n{nodes.Count}", secret, allowed));
            StreamServer.Serve(nodes[^1]);
        }

        return await BenchmarkNode.ServeAsync(nodes, async (node, word, value) => word switch
        {
            "link" => await OfferAsync(node, Did.Parse(value, null)),
            "accept" => await AcceptAsync(node, value),
            "left" => left.Line(),
            "all" => await AllAsync(nodes, value.Split(' ')),
            _ => await new StreamCaller(node).DoAsync(word, value.Split(' ')),
        });
    }

    private static RingsClient Start(ActorSystem system, string name, string secret, string allowed)
    {
        ImmutableArray<Did> peers = [.. allowed.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(did => Did.Parse(did, null))];
        var signer = BenchmarkRing.SignerOf(Convert.FromHexString(secret));
        return BenchmarkNode.Start(
            system,
            options => options.WebRtc(BenchmarkNode.Loopback).Identity(identity => identity.Signer(signer)).Configure(
                settings => settings with
                {
                    Ring = settings.Ring with { LinkBudget = Many },
                    Links = settings.Links with
                    {
                        Allow = peers,
                        HalfOpen = Many,
                        OutsideOffersPerSecond = Many,
                        OutsideOffersBurst = Many,
                        OutsideOffersPerAddress = Many,
                        OutsideOffersPerAddressBurst = Many,
                    },
                    Relay = settings.Relay.WithoutLimits(),
                    Messages = settings.Messages.WithoutLimits(),
                    Streams = settings.Streams with { IdleTimeout = StreamCaller.SetIdle, OpensPerSecond = 100_000 },
                }),
            name);
    }

    private static async Task<string> OfferAsync(RingsClient node, Did to) =>
        await node.CreateOfferAsync(to) is RingsNodeProtocol.OfferCreated made
            ? $"offer {Convert.ToBase64String(made.Offer)}"
            : throw new InvalidOperationException("no offer");

    private static async Task<string> AcceptAsync(RingsClient node, string answer)
    {
        await node.AcceptAnswerAsync(Convert.FromBase64String(answer));
        return "accepted yes";
    }

    /// <summary>All nodes at once do the same.</summary>
    private static async Task<string> AllAsync(IEnumerable<RingsClient> nodes, string[] words)
    {
        var answers = await Task.WhenAll(nodes.Select(node => new StreamCaller(node).DoAsync(words[0], words[1..])));
        return $"all {string.Join(' ', answers.Select(answer => answer.Split(' ', 2)[1]))}";
    }
}
