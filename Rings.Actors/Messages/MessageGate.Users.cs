using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Messages;

/// <content>What applications send and how they register.</content>
internal sealed partial class MessageGate
{
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromMilliseconds(TransactionView.MaxTtlMs);

    private void ReceiveFromUsers(object message)
    {
        switch (message)
        {
            case SendPlain send:
                Send(send, Sender);
                break;

            case RegisterProtocol register:
                Register(register);
                break;

            case Taken taken:
                Receivers.Taken(Sender, taken.Messages);
                break;

            case ReceiverGone gone:
                Receivers.Remove(gone.Receiver);
                break;

            case AskProtocols ask:
                ask.ReplyTo.Tell(new Protocols([.. Receivers.Protocols]));
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Register(RegisterProtocol register)
    {
        if (!Receivers.TryRegister(register.Protocol, register.Receiver, register.Window))
        {
            Sender.Tell(new ProtocolTaken(register.Protocol));
            return;
        }

        Context.Unwatch(register.Receiver);
        Context.WatchWith(register.Receiver, new ReceiverGone(register.Receiver));
        Sender.Tell(new ProtocolRegistered(register.Protocol));
    }

    private void Send(SendPlain send, IActorRef sender)
    {
        var patience = send.Deadline ?? _node.Settings.Messages.Deadline;
        if (!ProtocolName.IsValid(send.Protocol))
            Invalid(sender, "a protocol's name has 1 to 64 letters, digits, or . _ - /");
        else if (patience < TimeSpan.FromMilliseconds(1) || patience > LongestDeadline)
            Invalid(sender, "a deadline is 1 ms to 10 min");
        else if (send.Payload.Length > MessagePart.MaxTotalBytes - ProtocolName.MaxLength - 16)
            Invalid(sender, "a message has at most 64 MiB: use a stream");
        else
        {
            var body = new ApplicationMessage(send.Protocol, send.Payload).ToBytes();
            if (body.Length > EnvelopeBuilder.MaxBodyBytes) SendInParts(send, body, patience, sender);
            else Begin(
                Message(Kind.Application, send.To, body, patience, send.AwaitReceipt),
                new Asker.User(
                    sender, _node.Now, _node.Instruments.Begin("rings.send", "rings.protocol", send.Protocol)));
        }
    }

    private void SendInParts(SendPlain send, byte[] body, TimeSpan patience, IActorRef sender)
    {
        var parts = MessagePart.Split(_node.NewMessageId(), Kind.Application, body)
            .Select(part => Message(Kind.Part, send.To, part.ToBytes(), patience, awaitReceipt: true));
        Context.ActorOf(LargeMessageSender.Props([.. parts], Self, sender, _node.Time));
    }

    private static OutboxRequest Message(Kind kind, Did to, byte[] body, TimeSpan patience, bool awaitReceipt) =>
        new(kind, RouteMode.Node, to, body, patience) { WantsReceipt = awaitReceipt, OnlyHandOver = !awaitReceipt };

    internal static IReply Outcome(TransactionId id, Kind reply, TimeSpan elapsed) => reply switch
    {
        Kind.Delivered => new RingsNodeProtocol.Delivered(id.ToString(), elapsed),
        Kind.Unsupported =>
            new NotSent(id.ToString(), SendFailure.Unsupported, "the destination has no receiver for this protocol"),
        Kind.Busy => new NotSent(id.ToString(), SendFailure.Busy, "the destination has no room now: try again later"),
        _ => new NotSent(id.ToString(), SendFailure.Unsupported, $"the destination answered {reply}"),
    };

    internal static IReply Outcome(TransactionId? id, Undelivered reason) => reason switch
    {
        Undelivered.Unreachable => new NotSent(
            id?.ToString(), SendFailure.Unreachable, "no link leads to the destination"),
        Undelivered.TimedOut => new NotSent(
            id?.ToString(), SendFailure.TimedOut, "no receipt came in time; the message may have arrived"),
        _ => new NotSent(id?.ToString(), SendFailure.Busy, "this node has too much to send now"),
    };

    private static void Invalid(IActorRef sender, string detail) =>
        sender.Tell(new NotSent(null, SendFailure.Invalid, detail));

    /// <summary>Which protocols have a receiver? Answered by <see cref="Protocols"/>.</summary>
    internal sealed record AskProtocols(IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    /// <summary>The protocols that have a receiver.</summary>
    internal sealed record Protocols(System.Collections.Immutable.ImmutableArray<string> Names)
        : INoSerializationVerificationNeeded;
}
