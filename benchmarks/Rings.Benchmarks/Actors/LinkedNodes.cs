using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;

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
    public static RingsClient Start(ActorSystem system, string folder = "") => BenchmarkNode.Start(system, options => options
        .WebRtc(BenchmarkNode.Loopback)
        .Configure(settings => settings with { DataDir = folder, Messages = settings.Messages.WithoutLimits() }));

    /// <summary>Links a node with that of the second process, and waits until both may send.</summary>
    /// <returns>The second node's Did.</returns>
    public static async Task<Did> LinkAsync(RingsClient node, ChildProcess second, string folder = "")
    {
        var to = Did.Parse(await second.AskAsync("folder", folder, "did"), null);
        var offer = (RingsNodeProtocol.OfferCreated)await node.CreateOfferAsync(to);
        await node.AcceptAnswerAsync(await BenchmarkNode.AnswerAsync(second, offer.Offer));
        await second.AskAsync("links", "1", "ready");
        return to;
    }

    /// <summary>The second process: takes what comes, and hears a word and a value a line.</summary>
    public static async Task<int> ReceiveAsync()
    {
        using var system = ActorSystem.Create("to", "akka.loglevel = WARNING");
        var node = Start(system, (await Console.In.ReadLineAsync())!["folder ".Length..]);
        _ = BenchmarkNode.DrainAsync(node, Protocol);
        return await BenchmarkNode.ServeAsync(node);
    }
}
