using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class KindSpecs
{
    [Fact]
    public void The_numbers_are_those_of_the_proto_file()
    {
        var ours = Enum.GetValues<Kind>().ToDictionary(kind => kind.ToString(), kind => (int)kind);
        var generated = Enum.GetValues<Proto.Kind>().ToDictionary(kind => kind.ToString(), kind => (int)kind);

        Assert.Equal(generated, ours);
    }

    [Theory]
    [InlineData(Kind.Ring, Lane.Control, true)]
    [InlineData(Kind.Connect, Lane.Control, true)]
    [InlineData(Kind.Storage, Lane.Storage, true)]
    [InlineData(Kind.Delivered, Lane.Message, true)]
    [InlineData(Kind.Application, Lane.Message, false)]
    [InlineData(Kind.Part, Lane.Message, false)]
    [InlineData(Kind.Stream, Lane.Stream, false)]
    [InlineData((Kind)129, Lane.Control, true)]
    [InlineData((Kind)255, Lane.Stream, false)]
    public void Lane_and_idempotence_follow_from_the_number(Kind kind, Lane lane, bool isIdempotent) =>
        Assert.Equal((lane, isIdempotent), (kind.Lane(), kind.IsIdempotent()));

    [Theory]
    [InlineData(Kind.Ring, true)]
    [InlineData(Kind.Unspecified, false)]
    [InlineData((Kind)129, false)]
    public void A_kind_of_a_later_version_is_not_known(Kind kind, bool isKnown) =>
        Assert.Equal(isKnown, kind.IsKnown());
}
