namespace Rings.Protocol.Ring;

/// <summary>A question to be sent with <c>wants_reply</c>. The host answers it once, in one of three ways.</summary>
/// <remarks>
/// The host sends it over the link to <see cref="FirstHop"/>, from where each relay's <see cref="RoutingTable.Decide"/>
/// carries it on, and reports <see cref="ChordRing.Answered"/> for the reply, <see cref="ChordRing.Undeliverable"/> for
/// <c>Unreachable</c>, <c>Unsupported</c> or <c>Busy</c>, or nothing: the ring itself watches the deadline.
/// </remarks>
/// <param name="Id">To be returned with the outcome.</param>
/// <param name="Mode"><see cref="RouteMode.Node"/> or <see cref="RouteMode.Owner"/>.</param>
/// <param name="Target">The node, or the key.</param>
/// <param name="FirstHop">The link to send it on; a ready link when the request is made.</param>
/// <param name="Final">The route's <c>final</c> as it leaves.</param>
/// <param name="Message">The question.</param>
internal readonly record struct RingRequest(
    RequestId Id, RouteMode Mode, Did Target, Did FirstHop, bool Final, RingMessage Message);
