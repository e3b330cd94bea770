using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Ring;

namespace Rings.Simulation.Engine;

/// <summary>Short words for what a trace shows.</summary>
internal static class Describe
{
    private const int Digits = 8;

    /// <summary>The first hex digits of a Did: enough to tell the nodes of one run apart.</summary>
    public static string Did(Did did)
    {
        Span<byte> bytes = stackalloc byte[Rings.Protocol.Did.Bytes];
        did.Write(bytes);
        return Convert.ToHexStringLower(bytes)[..Digits];
    }

    /// <summary>Several Dids.</summary>
    public static string Dids(IEnumerable<Did> dids) => $"[{string.Join(' ', dids.Select(Did))}]";

    /// <summary>A message of the ring.</summary>
    public static string Message(RingMessage message) => message switch
    {
        RingMessage.FindOwner find => $"FindOwner {Did(find.Key)}",
        RingMessage.OwnerFound found => $"OwnerFound {Did(found.Owner)} {Around(found.Predecessor, found.Successors)}",
        RingMessage.FindNext find => $"FindNext {Did(find.Key)}",
        RingMessage.NextFound found => $"NextFound {Dids(found.Nodes)}",
        RingMessage.Neighbours around => $"Neighbours {around.Phase} {Around(around.Predecessor, around.Successors)}",
        RingMessage.Notify notify => $"Notify {Dids(notify.Predecessors)}",
        RingMessage.Bridge bridge => $"Bridge {bridge.Id:x} {Did(bridge.Contact)}",
        RingMessage.Leaving leaving => $"Leaving {Around(leaving.Predecessor, leaving.Successors)}",
        _ => message.GetType().Name,
    };

    private static string Around(Did? predecessor, ImmutableArray<Did> successors) =>
        $"after {(predecessor is { } did ? Did(did) : "-")} before {Dids(successors)}";
}
