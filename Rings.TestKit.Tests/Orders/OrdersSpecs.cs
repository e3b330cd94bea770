namespace Rings.TestKit.Tests.Orders;

public class OrdersSpecs : RingsTestKit
{
    [Fact]
    public void An_order_survives_a_partition()
    {
        var ring = Ring(seed: 7).Nodes(8).WithProtocol<OrdersActor>("orders/1");
        ring.Run(until: r => r.IsIdeal);
        ring.Partition([0, 1, 2], apart: true);
        ring.Node(0).Tell(new PlaceOrder("42"), TestActor);
        ring.Advance(TimeSpan.FromSeconds(20));
        ring.Heal();
        ring.Run(until: _ => HasMsg<OrderPlaced>());

        Assert.Equal("42", ExpectMsg<OrderPlaced>().Number);
    }
}
