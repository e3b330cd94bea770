using System.Collections.Immutable;
using Akka.Actor;

namespace Rings.Actors.Public;

/// <summary>The streams of a node at one moment.</summary>
/// <param name="Streams">At most <see cref="Most"/> of them.</param>
/// <param name="Total">How many there are, as far as those that keep them answered in time.</param>
public sealed record OpenStreams(ImmutableArray<StreamStatus> Streams, int Total)
    : RingsNodeProtocol.IReply, INoSerializationVerificationNeeded
{
    /// <summary>How many are told at a time.</summary>
    public const int Most = 1000;
}
