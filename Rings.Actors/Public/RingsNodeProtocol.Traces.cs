using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Actors.Public;

/// <content>Look-ups that name the nodes on their way.</content>
public static partial class RingsNodeProtocol
{
    /// <summary>
    /// Looks for the owner of a key and asks every node on the way for its name: one question more for each hop, each
    /// a hop longer than the last. Reply: <see cref="Traced"/> or <see cref="LookupFailed"/>.
    /// </summary>
    /// <param name="Key">Any point of the ring.</param>
    public sealed record Trace(Did Key) : ICommand;

    /// <summary>The way to the owner of a key, as the nodes on it told it.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Owner">The first member at or clockwise after it.</param>
    /// <param name="Way">The relays in order, the owner last; empty when this node owns the key.</param>
    /// <param name="Elapsed">From the command to the owner's answer.</param>
    public sealed record Traced(Did Key, Did Owner, ImmutableArray<TracedHop> Way, TimeSpan Elapsed) : ITraceOutcome
    {
        T ITraceOutcome.Match<T>(Func<Traced, T> traced, Func<LookupFailed, T> failed) => traced(this);
    }

    /// <summary>A node on the way.</summary>
    /// <param name="Node">Who signed the answer; null when none came in time.</param>
    /// <param name="RoundTrip">From the question to its answer.</param>
    public sealed record TracedHop(Did? Node, TimeSpan RoundTrip);
}
