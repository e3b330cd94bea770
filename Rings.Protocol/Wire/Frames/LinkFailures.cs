namespace Rings.Protocol.Wire;

/// <summary>Between what a link's end says on the wire and why there is no link.</summary>
internal static class LinkFailures
{
    /// <summary>Why there is no link, by what the peer said.</summary>
    public static LinkFailure Of(GoAwayReason said) => said switch
    {
        GoAwayReason.Full => LinkFailure.Full,
        GoAwayReason.Superseded => LinkFailure.Superseded,
        _ => LinkFailure.Refused,
    };

    /// <summary>What the peer is told of it: the wire knows fewer reasons.</summary>
    public static GoAwayReason Told(LinkFailure reason) => reason switch
    {
        LinkFailure.Full => GoAwayReason.Full,
        LinkFailure.Superseded => GoAwayReason.Superseded,
        LinkFailure.Stopped => GoAwayReason.Leaving,
        _ => GoAwayReason.Refused,
    };
}
