namespace Rings.Protocol.Ring;

/// <summary>The answer of <see cref="RoutingTable.Decide"/>.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Next">The link to forward to; meaningless otherwise.</param>
/// <param name="Final">The value of the route's <c>final</c> from here on.</param>
internal readonly record struct RouteDecision(RouteVerdict Verdict, Did Next, bool Final)
{
    /// <summary>The message has arrived.</summary>
    public static RouteDecision Deliver { get; } = new(RouteVerdict.Deliver, default, true);

    /// <summary>The route ends here.</summary>
    public static RouteDecision Unreachable { get; } = new(RouteVerdict.Unreachable, default, false);

    /// <summary>Hand it to <paramref name="next"/>.</summary>
    public static RouteDecision Forward(Did next, bool final) => new(RouteVerdict.Forward, next, final);
}
