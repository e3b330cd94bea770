using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class LinkFailuresSpecs
{
    [Theory]
    [InlineData(GoAwayReason.Full, LinkFailure.Full)]
    [InlineData(GoAwayReason.Superseded, LinkFailure.Superseded)]
    [InlineData(GoAwayReason.Refused, LinkFailure.Refused)]
    [InlineData(GoAwayReason.Leaving, LinkFailure.Refused)]
    [InlineData(GoAwayReason.ProtocolError, LinkFailure.Refused)]
    [InlineData(GoAwayReason.Unknown, LinkFailure.Refused)]
    public void What_a_peer_says_is_why_there_is_no_link(GoAwayReason said, LinkFailure why) =>
        Assert.Equal(why, LinkFailures.Of(said));

    [Theory]
    [InlineData(LinkFailure.Full, GoAwayReason.Full)]
    [InlineData(LinkFailure.Superseded, GoAwayReason.Superseded)]
    [InlineData(LinkFailure.Stopped, GoAwayReason.Leaving)]
    [InlineData(LinkFailure.Refused, GoAwayReason.Refused)]
    [InlineData(LinkFailure.Invalid, GoAwayReason.Refused)]
    public void A_peer_is_told_no_more_than_the_wire_knows(LinkFailure why, GoAwayReason told) =>
        Assert.Equal(told, LinkFailures.Told(why));
}
