namespace Rings.Host.Demo;

/// <summary>What a demonstration did.</summary>
/// <param name="Nodes">Nodes of the ring.</param>
/// <param name="Links">Links between them, each counted once.</param>
/// <param name="Delivered">Messages that were delivered end to end.</param>
/// <param name="LookedUp">Look-ups that found the right owner.</param>
/// <param name="Read">Nodes that read the one record.</param>
internal sealed record DemoSummary(int Nodes, int Links, int Delivered, int LookedUp, int Read);
