namespace Rings.Protocol.Paths;

/// <summary>An <c>OPEN</c> that came and keeps to the rules of its link: what is to be decided about.</summary>
/// <param name="Label">The path's name on the link.</param>
/// <param name="Window">What the peer grants for the other direction, once the path is accepted.</param>
internal readonly record struct PathAsk(uint Label, int Window);
