using System.Security.Cryptography;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Benchmarks.Actors;

/// <summary>Envelopes that are signed before the clock runs.</summary>
internal static class RelayFrames
{
    private const int Count = 1600;

    /// <summary>
    /// The frames of many origins in turn, as a link's 64 slots make them: each carries its delegation. They may be sent
    /// again and again.
    /// </summary>
    /// <param name="origins">How many origins.</param>
    /// <param name="bodyBytes">Bytes of each body.</param>
    /// <param name="destination">Where all go.</param>
    public static byte[][] Build(int origins, int bodyBytes, Did destination)
    {
        var signers = Enumerable.Range(0, origins).Select(_ => BenchmarkRing.NewSigner()).ToArray();
        var body = RandomNumberGenerator.GetBytes(bodyBytes);
        var frames = new byte[Count][];
        for (var number = 0; number < frames.Length; number++)
        {
            var signer = signers[number % origins];
            var route = Route.ToNode(destination);
            var draft = new TransactionDraft
            {
                Destination = destination,
                Id = TransactionId.Read(RandomNumberGenerator.GetBytes(TransactionId.Bytes)),
                Sequence = (ulong)number + 1,
                Timestamp = Instant.From(TimeProvider.System.GetUtcNow()),
                TtlMs = TransactionView.MaxTtlMs,
                Kind = Kind.Application,
                Body = body,
            };
            var view = EnvelopeView.Read(EnvelopeBuilder.Build(draft, route, signer));
            var delegation = signer.Delegation.Bytes.Span;
            frames[number] = new byte[EnvelopePatch.SizeWith(view, delegation.Length)];
            EnvelopePatch.WithDelegation(view, route, number % EnvelopeView.Slots, delegation, frames[number]);
        }

        return frames;
    }
}
