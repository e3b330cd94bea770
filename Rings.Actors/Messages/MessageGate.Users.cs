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
        if (SendRules.Broken(send.Protocol, patience) is { } rule) Invalid(sender, rule);
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

    /// <summary>What a reply says to whoever sent the message.</summary>
    internal static ISendPlainOutcome Outcome(TransactionId id, Kind reply, TimeSpan elapsed) => reply switch
    {
        Kind.Delivered => new RingsNodeProtocol.Delivered(id.ToString(), elapsed),
        Kind.Busy => NotSent.Because(id.ToString(), Undelivered.Busy),
        _ => NotSent.Because(id.ToString(), Undelivered.Unsupported),
    };

    private static void Invalid(IActorRef sender, string detail) =>
        sender.Tell(new NotSent(null, Undelivered.Invalid, detail));

    /// <summary>Which protocols have a receiver? Answered by <see cref="Protocols"/>.</summary>
    internal sealed record AskProtocols(IActorRef ReplyTo) : INoSerializationVerificationNeeded;

    /// <summary>The protocols that have a receiver.</summary>
    internal sealed record Protocols(System.Collections.Immutable.ImmutableArray<string> Names)
        : INoSerializationVerificationNeeded;
}
