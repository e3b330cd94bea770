using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.TestKit.Liars;

/// <summary>
/// Frames as a liar sends them: each carries its delegation, so it may be sent at any time and again. The numbers and
/// ids count up, so the same ring makes the same frames.
/// </summary>
/// <param name="time">When they are made.</param>
public sealed class LiarFrames(TimeProvider time)
{
    private static readonly byte[] Text = new ApplicationMessage("liar/1", new byte[32]).ToBytes();

    private ulong _last;

    /// <summary>A genuine message.</summary>
    public byte[] Genuine(Signer from, Did to, Kind kind = Kind.Application, bool wantsReply = true, byte[]? body = null)
    {
        var view = EnvelopeView.Read(Plain(from, to, body ?? Text, kind, wantsReply));
        var delegation = from.Delegation.Bytes.Span;
        var frame = new byte[EnvelopePatch.SizeWith(view, delegation.Length)];
        EnvelopePatch.WithDelegation(view, view.Route, 0, delegation, frame);
        return frame;
    }

    /// <summary>The same without its delegation, as its origin makes it.</summary>
    public byte[] Plain(Signer from, Did to, byte[] body, Kind kind = Kind.Application, bool wantsReply = true)
    {
        var number = ++_last;
        Span<byte> id = stackalloc byte[TransactionId.Bytes];
        BitConverter.TryWriteBytes(id, number);
        id.Reverse();
        var draft = new TransactionDraft
        {
            Destination = to,
            Id = TransactionId.Read(id),
            Sequence = number,
            Timestamp = Instant.From(time.GetUtcNow()),
            Kind = kind,
            Body = body,
        };
        return EnvelopeBuilder.Build(draft, Route.ToNode(to, wantsReply), from);
    }

    /// <summary>A message that its origin did not sign.</summary>
    public byte[] Forged(Signer from, Did to)
    {
        var frame = Genuine(from, to);
        frame[^1] ^= 1;
        return frame;
    }

    /// <summary>Genuine messages, each of an account that nobody has seen.</summary>
    public IEnumerable<byte[]> OfStrangers(SimulatedRing ring, Did to, string name, int count)
    {
        for (var number = 0; number < count; number++) yield return Genuine(ring.NewSigner($"{name}-{number}"), to);
    }

    /// <summary>A part of a message that is never made whole.</summary>
    /// <param name="from">Its origin.</param>
    /// <param name="to">The node.</param>
    /// <param name="number">Which of its origin's.</param>
    public byte[] Part(Signer from, Did to, ulong number = 0)
    {
        var bytes = from.Account.ToByteArray();
        bytes[0] ^= (byte)number;
        var id = MessageId.Read(bytes.AsSpan(0, MessageId.Bytes));
        var parts = MessagePart.Split(id, Kind.Application, new byte[3 * MessagePart.PartBytes]);
        return Genuine(from, to, Kind.Part, body: parts.First().ToBytes());
    }
}
