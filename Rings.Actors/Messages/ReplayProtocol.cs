using Akka.Actor;
using Rings.Actors.Disk;
using Rings.Actors.Frames;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;

namespace Rings.Actors.Messages;

/// <summary>What the <see cref="MessageGate"/> has kept before it acts, and what it hears of that.</summary>
internal static class ReplayProtocol
{
    /// <summary>Keep a message's mark. Answered by <see cref="Marked"/> or <see cref="NotMarked"/>.</summary>
    /// <param name="Mark">The mark; null: what was told to be kept before this guards against the message already.</param>
    /// <param name="Message">The message.</param>
    public sealed record KeepMark(ReplayMark? Mark, Arrived Message) : StoreCommand<IReplayStore>
    {
        public override object Refused => new NotMarked(Message);

        public override object Write(IReplayStore store)
        {
            if (Mark is { } mark) store.Keep(mark);
            return new Marked(Message);
        }
    }

    /// <summary>The mark is on the disk: the message may be acted on.</summary>
    public sealed record Marked(Arrived Message) : INoSerializationVerificationNeeded;

    /// <summary>The mark cannot be kept: the message is not acted on.</summary>
    public sealed record NotMarked(Arrived Message) : INoSerializationVerificationNeeded;

    /// <summary>Keep that an end-to-end message was acted on. Answered by <see cref="Remembered"/> or
    /// <see cref="NotRemembered"/>.</summary>
    /// <param name="Mark">32 bytes.</param>
    /// <param name="Message">The message.</param>
    /// <param name="IsKnown">Whether the gate has seen it not long ago.</param>
    public sealed record KeepMessage(ReadOnlyMemory<byte> Mark, DeliverSealed Message, bool IsKnown)
        : StoreCommand<IReplayStore>
    {
        public override object Refused => new NotRemembered(Mark, Message, IsKnown);

        public override object Write(IReplayStore store) =>
            new Remembered(Message, store.KeepMessage(Mark.Span, Message.Until) && !IsKnown);
    }

    /// <summary>That a message is acted on is on the disk.</summary>
    /// <param name="Message">The message.</param>
    /// <param name="IsFirst">Whether it was not acted on before.</param>
    public sealed record Remembered(DeliverSealed Message, bool IsFirst) : INoSerializationVerificationNeeded;

    /// <summary>It cannot be kept that a message is acted on: it is not.</summary>
    public sealed record NotRemembered(ReadOnlyMemory<byte> Mark, DeliverSealed Message, bool IsKnown)
        : INoSerializationVerificationNeeded;

    /// <summary>
    /// Keep that numbers up to a mark may have been used under a session key. Answered by <see cref="NumbersKept"/>.
    /// </summary>
    /// <remarks>
    /// Where that cannot be kept they are used all the same, or a full disk would put the node out of its ring: each
    /// start begins above what was reserved, unless the clock was set back while the node was down.
    /// </remarks>
    public sealed record KeepNumbers(Ed25519PublicKey Session, ulong Mark) : StoreCommand<IReplayStore>
    {
        public override object Refused => new NumbersKept(Session, Mark);

        public override object Write(IReplayStore store)
        {
            store.KeepSequence(Session, Mark);
            return new NumbersKept(Session, Mark);
        }
    }

    /// <summary>Numbers up to the mark may be used.</summary>
    public sealed record NumbersKept(Ed25519PublicKey Session, ulong Mark) : INoSerializationVerificationNeeded;

    /// <summary>Forget the marks whose time is over. No answer.</summary>
    public sealed record Forget(Instant Now) : StoreCommand<IReplayStore>
    {
        public override object? Write(IReplayStore store)
        {
            store.Forget(Now);
            return null;
        }
    }
}
