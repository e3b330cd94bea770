using System.Globalization;
using System.Net;
using Akka.Actor;
using Rings.Actors.Hosting;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Transport.WebRtc;

namespace Rings.Benchmarks.Actors;

/// <summary>Whole nodes of benchmarks: they have no seeds, and are linked by hand, within a process or between two.</summary>
internal static class BenchmarkNode
{
    /// <summary>
    /// WebRTC between processes of this machine. <c>RINGS_MAX_DATAGRAM</c> bounds the datagrams, which on loopback grow to 16 KiB:
    /// 1200 is what every path of the internet carries.
    /// </summary>
    public static readonly WebRtcOptions Loopback = new()
    {
        BindAddresses = [IPAddress.Loopback],
        MaxDatagram = int.Parse(
            Environment.GetEnvironmentVariable("RINGS_MAX_DATAGRAM") ?? "16421", CultureInfo.InvariantCulture),
    };

    /// <summary>Starts one.</summary>
    /// <param name="system">The actor system.</param>
    /// <param name="more">Its transport and settings.</param>
    /// <param name="name">Its actor's name.</param>
    public static RingsClient Start(ActorSystem system, Action<RingsNodeOptions> more, string name = "rings") => new(
        system.StartRingsNode(
            options => more(options.Ring(BenchmarkRing.Name).SeedClient(() => new BenchmarkRing.NoSeeds())), name),
        system);

    /// <summary>The same without limits of what an origin may send, and of what a link may bring to be verified.</summary>
    public static MessageSettings WithoutLimits(this MessageSettings settings) => settings with
    {
        VerificationsPerSecond = int.MaxValue,
        OriginMessagesPerSecond = 1e9,
        OriginMessagesBurst = 1e9,
        OriginBytesPerSecond = 1e12,
    };

    /// <summary>The same without limits of what a link may bring to be passed on.</summary>
    public static RelaySettings WithoutLimits(this RelaySettings settings) => settings with
    {
        MessagesPerSecond = 1e9,
        BytesPerSecond = 1e12,
        RepeatsPerSecond = int.MaxValue,
    };

    /// <summary>Links two nodes of this process.</summary>
    public static async Task LinkAsync(RingsClient from, RingsClient to)
    {
        var offer = (RingsNodeProtocol.OfferCreated)await from.CreateOfferAsync((await to.GetStatusAsync()).Did);
        var answer = (RingsNodeProtocol.OfferAnswered)await to.AnswerOfferAsync(offer.Offer);
        await from.AcceptAnswerAsync(answer.Answer);
    }

    /// <summary>Has the node of another process, which runs <see cref="ServeAsync(RingsClient)"/>, answer a signed offer.</summary>
    public static async Task<byte[]> AnswerAsync(ChildProcess child, byte[] offer) =>
        Convert.FromBase64String(await child.AskAsync("offer", Convert.ToBase64String(offer), "answer"));

    /// <summary>Tells the node's Did, answers offers, and says when so many links are ready as are asked for.</summary>
    public static Task<int> ServeAsync(RingsClient node) => ServeAsync(
        [node], (_, word, _) => throw new InvalidOperationException($"'{word}' is not known"));

    /// <summary>
    /// Tells the Dids of the nodes of this process, and does for the first of them, or for the one whose number stands in
    /// front of the word (<c>3:links 2</c>), what <see cref="ServeAsync(RingsClient)"/> does, and more.
    /// </summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="more">What else there is to do: node, word, value; the answer's line.</param>
    public static async Task<int> ServeAsync(
        IReadOnlyList<RingsClient> nodes, Func<RingsClient, string, string, Task<string>> more)
    {
        foreach (var node in nodes) Console.WriteLine($"did {(await node.GetStatusAsync()).Did}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var (word, value) = line.Split(' ', 2) is [var first, var rest] ? (first, rest) : (line, "");
            var at = word.IndexOf(':', StringComparison.Ordinal);
            var node = nodes[at < 0 ? 0 : int.Parse(word[..at], CultureInfo.InvariantCulture)];
            Console.WriteLine(word[(at + 1)..] switch
            {
                "offer" => $"answer {await AnswerAsync(node, value)}",
                "links" => await LinkedAsync(node, int.Parse(value, CultureInfo.InvariantCulture)),
                var other => await more(node, other, value),
            });
        }

        return 0;
    }

    private static async Task<string> AnswerAsync(RingsClient node, string offer) =>
        await node.AnswerOfferAsync(Convert.FromBase64String(offer), "127.0.0.1") is RingsNodeProtocol.OfferAnswered answered
            ? Convert.ToBase64String(answered.Answer)
            : throw new InvalidOperationException("the node refuses the offer");

    private static async Task<string> LinkedAsync(RingsClient node, int wanted)
    {
        while ((await node.GetStatusAsync()).Links.Count(link => link.State == LinkState.Ready) < wanted)
            await Task.Delay(20);
        return "ready yes";
    }

    /// <summary>Takes what comes until the end.</summary>
    public static async Task DrainAsync(
        RingsClient node, string protocol, Action? taken = null, CancellationToken end = default)
    {
        try
        {
            await foreach (var _ in node.MessagesAsync(protocol, 4096, end)) taken?.Invoke();
        }
        catch (OperationCanceledException)
        {
            return; // The benchmark is over.
        }
    }
}
