using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Paths;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Identity;
using Rings.Protocol.Streams;

namespace Rings.Actors.Streams;

/// <summary>What is said to the <see cref="StreamManager"/> and its <see cref="StreamActor"/>s.</summary>
internal static class StreamProtocol
{
    /// <summary>To a set's acceptor: the opener asks for a path; the hello was opened.</summary>
    /// <param name="Path">The path, to be answered.</param>
    /// <param name="Hello">Its hello.</param>
    /// <param name="Bytes">The same as it was sealed.</param>
    /// <param name="Suite">The session's cipher.</param>
    /// <param name="Until">When the session's delegations end.</param>
    /// <param name="Hops">Links that its opening crossed, as its envelope says.</param>
    /// <param name="Peer">The opener's delegation; null: it is not known.</param>
    public sealed record TakePath(
        PathPlace Path, StreamsHello Hello, byte[] Bytes, AeadSuite Suite, Instant Until, int Hops, Delegation? Peer)
        : INoSerializationVerificationNeeded;

    /// <summary>A stream was not answered or accepted in time.</summary>
    public sealed record PatienceEnded(long Stream) : INoSerializationVerificationNeeded;

    /// <summary>To a set: tell your streams. Reply: <see cref="StreamsDescribed"/>.</summary>
    public sealed record DescribeStreams : INoSerializationVerificationNeeded
    {
        public static readonly DescribeStreams Instance = new();
    }

    /// <summary>The streams of a set.</summary>
    /// <param name="Streams">At most <see cref="OpenStreams.Most"/>.</param>
    /// <param name="Total">How many there are.</param>
    public sealed record StreamsDescribed(ImmutableArray<StreamStatus> Streams, int Total) : INoSerializationVerificationNeeded;

    /// <summary>A set is over.</summary>
    public sealed record SetOver(IActorRef Set) : INoSerializationVerificationNeeded;
}
