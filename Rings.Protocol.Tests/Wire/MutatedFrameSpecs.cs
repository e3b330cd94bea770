using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>The decoder against 100,000 mutated frames; the fuzzer in <c>fuzz/</c> feeds it many millions.</summary>
public sealed class MutatedFrameSpecs
{
    private const int Seed = 20261122;

    [Fact]
    public void Mutated_frames_are_refused_by_the_own_error_or_read_and_cost_bounded_memory()
    {
        var random = new Random(Seed);
        var seeds = Seeds();
        var limit = 64 * Frame.MaxBytes;

        for (var round = 0; round < 100_000; round++)
        {
            var frame = Mutate(seeds[random.Next(seeds.Length)], random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var other = Read(frame);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            if (other is not null || allocated > limit)
                Assert.Fail($"seed {Seed}, round {round}: {allocated} bytes, {other}");
        }
    }

    private static byte[][] Seeds()
    {
        var alice = TestAccounts.Signer();
        var frame = Any.Frame(alice, Any.Node(2), bodyBytes: 200);
        return
        [
            frame,
            Any.WithDelegation(frame, alice.Delegation.Bytes.Span),
            Any.Frame(alice, Any.Node(2), Kind.Delivered, replyTo: Any.Id(1), wantsReceipt: true),
            new LinkControl.Hello(default, default, default, 1 << 18, 256, default).ToFrame(),
            new LinkControl.GoAway(GoAwayReason.Full, [Any.Node(1), Any.Node(2)]).ToFrame(),
            new LinkControl.Credit(Lane.Message, 1000, 10).ToFrame(),
        ];
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var frame = seed.ToArray();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
            frame[random.Next(frame.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? frame[..random.Next(frame.Length)] : frame;
    }

    /// <summary>Reads a frame as a link does.</summary>
    /// <returns>What was thrown beside the own error, if anything.</returns>
    private static Exception? Read(byte[] frame)
    {
        try
        {
            Frame.TryRead(frame, out var kind, out var content);
            if (kind == FrameKind.Control) LinkControl.Read(content);
            else EnvelopeView.TryRead(frame, out _);
            return null;
        }
        catch (Exception e)
        {
            return e is ProtocolException ? null : e;
        }
    }
}
