using System.Collections.Concurrent;
using Rings.Actors.Links;
using Rings.Actors.Public;

namespace Rings.Actors.Tests.Hosting;

/// <summary>Seeds of the address <c>local://name</c>: nodes of this process.</summary>
internal sealed class LocalSeeds : ISeedClient
{
    public ConcurrentDictionary<string, IRings> Nodes { get; } = new();

    public async Task<string> NodeDidAsync(Uri seed, CancellationToken cancel) =>
        (await Nodes[seed.Host].GetStatusAsync(cancel)).Did.ToString();

    public async Task<byte[]> AnswerOfferAsync(Uri seed, byte[] offer, CancellationToken cancel) =>
        await Nodes[seed.Host].AnswerOfferAsync(offer, "127.0.0.1", cancel) is RingsNodeProtocol.OfferAnswered answered
            ? answered.Answer
            : throw new SeedException($"{seed} refuses");
}
