using System.Net;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Transport.WebRtc;

namespace Rings.Benchmarks.Actors;

/// <summary>Two nodes in two processes with one link, WebRTC on loopback; what an origin or a link may do is not limited.</summary>
internal static class LinkedNodes
{
    /// <summary>The part of the second process: <see cref="ReceiveAsync"/>.</summary>
    public const string Part = "link-node";

    /// <summary>What the second node listens to.</summary>
    public const string Protocol = "bench/1";

    /// <summary>Starts a node.</summary>
    /// <param name="system">Its system.</param>
    /// <param name="folder">Where its stores are; empty: in memory.</param>
    public static RingsClient Start(ActorSystem system, string folder = "") => new(
        system.StartRingsNode(options => options
            .Ring(BenchmarkRing.Name)
            .WebRtc(new WebRtcOptions { BindAddresses = [IPAddress.Loopback] })
            .SeedClient(() => new BenchmarkRing.NoSeeds())
            .Configure(settings => settings with
            {
                DataDir = folder,
                Messages = settings.Messages with
                {
                    VerificationsPerSecond = int.MaxValue,
                    OriginMessagesPerSecond = 1e9,
                    OriginMessagesBurst = 1e9,
                    OriginBytesPerSecond = 1e12,
                },
            })), system);

    /// <summary>Links a node with that of the second process, and waits until both may send.</summary>
    /// <returns>The second node's Did.</returns>
    public static async Task<Did> LinkAsync(RingsClient node, ChildProcess second, string folder = "")
    {
        var to = Did.Parse(await second.AskAsync("folder", folder, "did"), null);
        var offer = (RingsNodeProtocol.OfferCreated)await node.CreateOfferAsync(to);
        await node.AcceptAnswerAsync(Convert.FromBase64String(
            await second.AskAsync("offer", Convert.ToBase64String(offer.Offer), "answer")));
        await second.AskAsync("links", "1", "ready");
        return to;
    }

    /// <summary>The second process: takes what comes, and hears a word and a value a line.</summary>
    public static async Task<int> ReceiveAsync()
    {
        using var system = ActorSystem.Create("to", "akka.loglevel = WARNING");
        var node = Start(system, (await Console.In.ReadLineAsync())!["folder ".Length..]);
        _ = DrainAsync(node);
        Console.WriteLine($"did {(await node.GetStatusAsync()).Did}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("offer ", StringComparison.Ordinal))
            {
                var answered = (RingsNodeProtocol.OfferAnswered)await node.AnswerOfferAsync(
                    Convert.FromBase64String(line["offer ".Length..]), "127.0.0.1");
                Console.WriteLine($"answer {Convert.ToBase64String(answered.Answer)}");
            }
            else
            {
                while ((await node.GetStatusAsync()).Links.All(link => link.State != LinkState.Ready)) await Task.Delay(20);
                Console.WriteLine("ready yes");
            }
        }

        return 0;
    }

    private static async Task DrainAsync(RingsClient node)
    {
        await foreach (var _ in node.MessagesAsync(Protocol, 4096))
        {
        }
    }
}
