namespace Rings.Protocol.Ring;

/// <summary>What a look-up walks over: the node's links and its place, and where its questions and outcomes go.</summary>
internal interface ILookupGround
{
    /// <summary>This node's position.</summary>
    Did Self { get; }

    /// <summary>Where messages go from here, now.</summary>
    RoutingTable Routing { get; }

    /// <summary>The successor list and the predecessors.</summary>
    RingNeighbours Neighbours { get; }

    /// <summary>Members of the ring, estimated.</summary>
    double SizeEstimate { get; }

    /// <summary>Rules broken on purpose by a test.</summary>
    RingRules Broken { get; }

    /// <summary>Whether there is a link to <paramref name="peer"/>, whatever it may be used for.</summary>
    bool IsLinked(Did peer);

    /// <summary>Sends a question of a look-up.</summary>
    void Ask(
        OpenLookup lookup, RouteMode mode, Did target, RouteDecision first, RingMessage.Question question, Instant now);

    /// <summary>A look-up has its answer.</summary>
    void Finish(OpenLookup lookup, LookupAnswer answer, Instant now);

    /// <summary>A look-up has no answer and nobody left to ask.</summary>
    void Fail(OpenLookup lookup, LookupFailure reason, Instant now);
}
