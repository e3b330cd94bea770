using Rings.Actors.Links;
using Rings.Protocol.Limits;
using Rings.Protocol.Wire;
using Rings.Transport;

namespace Rings.Actors.Tests.Links;

public sealed class LinkObserverSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly byte[] Ping = new LinkControl.Ping(7).ToFrame();

    private readonly SharedStock.Share _held = new SharedStock(1 << 20).NewShare();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_of_text_is_no_frame_whatever_its_bytes_are(bool binary)
    {
        var lane = new LinkObserver(TestActor, 1 << 20, _held).ForLane(Lane.Control);

        lane.OnMessage(null!, Ping, binary);

        var arrived = ExpectMsg<ConnectionProtocol.FrameArrived>();
        Assert.Equal(binary, Frame.TryRead(arrived.Frame.Span, out _, out _).IsNone);
        arrived.Frame.Release();
    }

    [Fact]
    public void More_than_the_mailbox_may_hold_ends_the_connection()
    {
        IDataChannelObserver lane = new LinkObserver(TestActor, Ping.Length, _held).ForLane(Lane.Control);

        lane.OnMessage(null!, Ping, binary: true);

        Assert.Throws<InvalidOperationException>(() => lane.OnMessage(null!, Ping, binary: true));
        Assert.Equal(Ping.Length, _held.Held); // What is in the mailbox counts to what the node holds.
    }
}
