using Rings.Protocol.Ring;

namespace Rings.Simulation.Experiments;

/// <summary>
/// The set-up of the Rust node's own simulation: 1,600 nodes, 64 look-ups per live node, nodes that fail or are
/// replaced in the same instant, and tables that nobody repairs.
/// </summary>
/// <remarks>
/// Its mean hops count the nodes that are asked, the one that knows the owner included; ours count the links crossed to
/// the owner itself. A path of n links asks n nodes for it, so the two are the same number.
/// </remarks>
internal static class RustFigures
{
    private const int LookUpsPerNode = 64;

    /// <summary>A share of the nodes fails at once.</summary>
    /// <param name="nodes">Nodes before; 1,600 there.</param>
    /// <param name="failed">The share.</param>
    /// <param name="seed">The seed.</param>
    public static ExperimentRow Failures(int nodes, double failed, ulong seed)
    {
        using var world = Worlds.Ideal(nodes, seed, RingSettings.Default with { LongLinkShare = 0 });
        Worlds.StopShare(world, failed);
        var row = Worlds.WalkAll(world, LookUpsPerNode * world.MemberCount).Row("rust-failures", world, failed);
        var published = Published.RustFailures.FirstOrDefault(line => line.Failed == failed);
        return published == default ? row : Beside(row, published.Hops, published.TimeOuts, published.Failures);
    }

    /// <summary>
    /// A share of the nodes is replaced at once and nothing is repaired: the newcomers are still joining, so they own
    /// nothing and nobody knows them, but they ask as the others do, each through its contact.
    /// </summary>
    /// <param name="nodes">Nodes before and after; 1,600 there.</param>
    /// <param name="replaced">The share.</param>
    /// <param name="seed">The seed.</param>
    public static ExperimentRow Snapshot(int nodes, double replaced, ulong seed)
    {
        using var world = Worlds.Ideal(nodes, seed, RingSettings.Default with { LongLinkShare = 0 });
        Worlds.StopShare(world, replaced);
        var row = Worlds.WalkAll(world, LookUpsPerNode * nodes).Row("rust-churn-snapshot", world, replaced);
        return BesideChurn(row, replaced);
    }

    /// <summary>A share of the nodes is replaced by newcomers at once, which begin to join; look-ups follow in the next
    /// minute.</summary>
    /// <param name="nodes">Nodes before and after; 1,600 there.</param>
    /// <param name="replaced">The share.</param>
    /// <param name="seed">The seed.</param>
    public static ExperimentRow Churn(int nodes, double replaced, ulong seed)
    {
        using var world = Worlds.Ideal(nodes, seed, RingSettings.Default with { LongLinkShare = 0 });
        var count = (int)Math.Round(replaced * nodes);
        for (var i = 0; i < count; i++) world.Crash(world.AnyMember());
        for (var i = 0; i < count; i++) Worlds.Join(world);
        for (var i = 0; i < LookUpsPerNode * nodes; i++)
        {
            var at = TimeSpan.FromSeconds(60 * world.Choices.NextDouble());
            world.At(at, () => world.LookUp(world.AnyMember(), world.AnyKey()));
        }

        world.RunFor(TimeSpan.FromSeconds(90));
        return BesideChurn(Tally.Row("rust-churn", world, replaced, world.LookUps), replaced);
    }

    private static ExperimentRow BesideChurn(ExperimentRow row, double replaced)
    {
        var published = Published.RustChurn.FirstOrDefault(line => line.Replaced == replaced);
        return published == default ? row : Beside(row, published.Hops, published.TimeOuts, published.Failures);
    }

    private static ExperimentRow Beside(ExperimentRow row, double hops, double timeOuts, double failures) =>
        row with { PublishedHops = hops, PublishedTimeOuts = timeOuts, PublishedFailures = failures };
}
