using Akka.Actor;
using Rings.Protocol;

namespace Rings.Actors.Public;

/// <summary>
/// What the application's side of streams says to a node and to the actor of a stream set. In one process only: it holds
/// pipes and listeners, which cannot travel.
/// </summary>
internal static class StreamCommands
{
    /// <summary>Open a stream. Reply: an <see cref="IStreamOpenOutcome"/>.</summary>
    /// <param name="To">The other end.</param>
    /// <param name="Protocol">What it is for.</param>
    /// <param name="Options">How.</param>
    /// <param name="Handle">By which <see cref="CancelOpening"/> names it.</param>
    public sealed record OpenStream(Did To, string Protocol, StreamOptions Options, object Handle)
        : RingsNodeProtocol.ICommand, INoSerializationVerificationNeeded;

    /// <summary>Nobody waits for that stream any more.</summary>
    public sealed record CancelOpening(Did To, object Handle)
        : RingsNodeProtocol.ICommand, INoSerializationVerificationNeeded;

    /// <summary>Hand the streams of a protocol to a listener. Reply: <see cref="Listening"/> or <see cref="ProtocolInUse"/>.</summary>
    public sealed record Listen(StreamListener Listener) : RingsNodeProtocol.ICommand, INoSerializationVerificationNeeded;

    /// <summary>The listener is gone.</summary>
    public sealed record Unlisten(StreamListener Listener) : RingsNodeProtocol.ICommand, INoSerializationVerificationNeeded;

    /// <summary>Tell the streams of this node. Reply: <see cref="OpenStreams"/>.</summary>
    public sealed record ListStreams : RingsNodeProtocol.ICommand, INoSerializationVerificationNeeded
    {
        public static readonly ListStreams Instance = new();
    }

    /// <summary>The listener gets the protocol's streams from now on.</summary>
    public sealed record Listening : RingsNodeProtocol.IReply, INoSerializationVerificationNeeded
    {
        public static readonly Listening Instance = new();
    }

    /// <summary>The protocol has a listener, or its name cannot be listened to.</summary>
    public sealed record ProtocolInUse(string Detail) : RingsNodeProtocol.IReply, INoSerializationVerificationNeeded;

    /// <summary>The application has read bytes of a stream: they are counted in its pipes.</summary>
    public sealed record ReadSome(long Stream) : INoSerializationVerificationNeeded;

    /// <summary>The application reads no more of a stream.</summary>
    public sealed record ReaderDone(long Stream) : INoSerializationVerificationNeeded;

    /// <summary>The application has written to a stream, or has ended it.</summary>
    public sealed record WroteSome(long Stream) : INoSerializationVerificationNeeded;

    /// <summary>The application resets a stream.</summary>
    public sealed record ResetStream(long Stream, long Code) : INoSerializationVerificationNeeded;

    /// <summary>The application has answered an offered stream; null: it takes it.</summary>
    public sealed record AnswerOffer(long Stream, long? Code) : INoSerializationVerificationNeeded;
}
