namespace Rings.Protocol.Ring;

/// <summary>A request that waits for its answer.</summary>
/// <param name="Id">Its name to the host.</param>
/// <param name="Errand">What it is for.</param>
/// <param name="Peer">Who is to answer; the first hop of a routed one.</param>
/// <param name="Asked">When it was asked.</param>
/// <param name="Deadline">When it counts as unanswered.</param>
/// <param name="Lookup">The look-up that it is a step of.</param>
internal readonly record struct PendingRequest(
    RequestId Id, Errand Errand, Did Peer, Instant Asked, Instant Deadline, OpenLookup? Lookup);
