using CsCheck;
using Google.Protobuf;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class LinkControlSpecs
{
    private static readonly Gen<LinkControl> AnyControl = Gen.OneOf<LinkControl>(
        Gen.ULong.Select(number => (LinkControl)new LinkControl.Ping(number)),
        Gen.ULong.Select(number => (LinkControl)new LinkControl.Pong(number)),
        Gen.Select(Gen.Int[1, 3], Gen.Long[0, 1L << 32], Gen.Int[0, 1 << 20], (lane, bytes, frames) =>
            (LinkControl)new LinkControl.Credit((Lane)lane, bytes, frames)),
        Gen.Bool.Select(needed => (LinkControl)new LinkControl.Keep(needed)),
        Any.Phase.Select(phase => (LinkControl)new LinkControl.PhaseChanged(phase)),
        Gen.Select(Any.LinkId, Any.Hash, Any.Hash, Gen.Long[262_144, 1L << 32], Gen.Int[256, 1 << 20], Any.Phase,
            (link, offer, answer, bytes, frames, phase) =>
                (LinkControl)new LinkControl.Hello(link, offer, answer, bytes, frames, phase)),
        Any.Hash.Select(hash => (LinkControl)new LinkControl.Forged(hash)),
        Gen.Int[1, ushort.MaxValue].Select(port => (LinkControl)new LinkControl.Listens((ushort)port)),
        Gen.Select(Gen.Enum<GoAwayReason>(), Any.Did.Array[0, 16], (reason, neighbours) =>
            (LinkControl)new LinkControl.GoAway(reason, [.. neighbours])));

    [Fact]
    public void Every_message_round_trips() => AnyControl.Sample(control =>
    {
        var frame = control.ToFrame();

        Assert.True(Frame.TryRead(frame, out var kind, out var content).IsNone);
        Assert.Equal(FrameKind.Control, kind);
        Assert.Equal(control, LinkControl.Read(content));
    });

    [Fact]
    public void A_message_of_a_later_version_is_ignored() => Assert.Null(LinkControl.Read([0x7A, 0]));

    [Fact]
    public void Bytes_that_are_no_message_are_refused()
    {
        var error = Assert.Throws<ProtocolException>(() => LinkControl.Read([0x0A, 5, 1]));

        Assert.Equal("LinkControl", error.Field);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4u)]
    public void Credit_is_only_for_lanes_that_need_it(uint lane) =>
        AssertRefused("Credit.lane", new() { Credit = new() { Lane = lane, Bytes = 1, Frames = 1 } });

    [Fact]
    public void Credit_has_bounds()
    {
        AssertRefused("Credit.bytes", new() { Credit = new() { Lane = 1, Bytes = ulong.MaxValue } });
        AssertRefused("Credit.frames", new() { Credit = new() { Lane = 1, Frames = uint.MaxValue } });
    }

    [Fact]
    public void A_hello_with_too_small_a_window_is_refused()
    {
        var hello = new LinkControl.Hello(default, default, default, 1 << 18, 255, RingPhase.Member);

        Frame.TryRead(hello.ToFrame(), out _, out var content);
        var bytes = content.ToArray();
        var error = Assert.Throws<ProtocolException>(() => LinkControl.Read(bytes));
        Assert.Equal("Hello.limits.lane_frames", error.Field);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(65_536u)]
    public void A_listener_is_at_a_port_that_there_is(uint port) =>
        AssertRefused("Listens.port", new() { Listens = new() { Port = port } });

    [Fact]
    public void Too_many_neighbours_are_refused()
    {
        var goAway = new LinkControl.GoAway(GoAwayReason.Full, [.. Enumerable.Range(0, 17).Select(Any.Node)]);

        Frame.TryRead(goAway.ToFrame(), out _, out var content);
        var bytes = content.ToArray();
        Assert.Throws<ProtocolException>(() => LinkControl.Read(bytes));
    }

    [Fact]
    public void Reasons_and_phases_of_a_later_version_count_as_the_weakest()
    {
        const Proto.LinkControl.Types.GoAway.Types.Reason Unknown = (Proto.LinkControl.Types.GoAway.Types.Reason)99;
        var goAway = new Proto.LinkControl { GoAway = new() { Reason = Unknown } };
        var phase = new Proto.LinkControl { Phase = new() { Phase_ = (Proto.NodePhase)99 } };

        Assert.Equal(new LinkControl.GoAway(GoAwayReason.Unknown, []), LinkControl.Read(goAway.ToByteArray()));
        Assert.Equal(new LinkControl.PhaseChanged(RingPhase.Joining), LinkControl.Read(phase.ToByteArray()));
    }

    private static void AssertRefused(string field, Proto.LinkControl control)
    {
        var error = Assert.Throws<ProtocolException>(() => LinkControl.Read(control.ToByteArray()));
        Assert.Equal(field, error.Field);
    }
}
