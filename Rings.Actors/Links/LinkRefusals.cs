using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Actors.Links;

/// <summary>Refusals of offers that came over the ring: a <c>GoAway</c> in a message of its own.</summary>
internal static class LinkRefusals
{
    /// <summary>The body of the refusal.</summary>
    public static byte[] Write(LinkFailure reason, ImmutableArray<Did> neighbours) => new LinkControl.GoAway(
        reason switch
        {
            LinkFailure.Full => GoAwayReason.Full,
            LinkFailure.Superseded => GoAwayReason.Superseded,
            LinkFailure.Stopped => GoAwayReason.Leaving,
            _ => GoAwayReason.Refused,
        },
        [.. neighbours.Take(LinkControl.MaxNeighbours)]).ToFrame();

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

    /// <summary>Why there is no link, by what the peer said.</summary>
    public static LinkFailure ToFailure(GoAwayReason reason) => reason switch
    {
        GoAwayReason.Full => LinkFailure.Full,
        GoAwayReason.Superseded => LinkFailure.Superseded,
        _ => LinkFailure.Refused,
    };

    /// <summary>The same, by what this node finds wrong.</summary>
    public static LinkFailure ToFailure(LinkRefusal refusal) =>
        refusal == LinkRefusal.Busy ? LinkFailure.Busy : LinkFailure.Invalid;

    /// <summary>The same for the ring.</summary>
    public static ConnectFailure ToRing(LinkFailure reason) => reason switch
    {
        LinkFailure.Full => ConnectFailure.Full,
        LinkFailure.Refused => ConnectFailure.Refused,
        _ => ConnectFailure.Unreachable,
    };
}
