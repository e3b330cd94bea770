using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Actors.Links;

/// <summary>Refusals of offers that came over the ring: a <c>GoAway</c> in a message of its own.</summary>
internal static class LinkRefusals
{
    /// <summary>The body of the refusal.</summary>
    public static byte[] Write(LinkFailure reason, ImmutableArray<Did> neighbours) => new LinkControl.GoAway(
        LinkFailures.Told(reason), [.. neighbours.Take(LinkControl.MaxNeighbours)]).ToFrame();

    /// <summary>What a refusal says; null: it is another message of link control.</summary>
    public static LinkControl.GoAway? Read(byte[] body)
    {
        try
        {
            Frame.TryRead(body, out _, out var content).ThrowIfAny();
            return LinkControl.Read(content) as LinkControl.GoAway;
        }
        catch (ProtocolException)
        {
            return new LinkControl.GoAway(GoAwayReason.Unknown, []);
        }
    }

    /// <summary>Why there is no link, by what this node finds wrong.</summary>
    public static LinkFailure ToFailure(LinkRefusal refusal) =>
        refusal == LinkRefusal.Busy ? LinkFailure.Busy : LinkFailure.Invalid;
}
