using Akka.Actor;
using Akka.Event;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.TestKit.Tests;

public sealed class RingsTestKitSpecs : RingsTestKit
{
    [Fact]
    public void A_message_waits_until_it_is_expected()
    {
        TestActor.Tell(1, TestActor);
        TestActor.Tell("two", Sys.DeadLetters);
        TestActor.Tell(3L, TestActor);

        Assert.True(HasMsg<string>());
        Assert.False(HasMsg<string>(text => text == "three"));
        Assert.False(HasMsg<char>());
        Assert.Equal(1, ExpectMsg<int>());
        Assert.Equal("two", ExpectMsg<string>());
        Assert.Equal(Sys.DeadLetters, LastSender);
        Assert.Equal(3L, ExpectMsg<long>());
        Assert.False(HasMsg<string>());
    }

    [Fact]
    public void Probes_and_event_filters_work_beside_a_ring()
    {
        var ring = Ring(seed: 1).Nodes(2).WithProtocol("loud/1", _ => Props.Create(() => new Loud()));
        ring.Run(r => r.IsIdeal);
        var probe = CreateTestProbe();

        EventFilter.Warning(contains: "loud").ExpectOne(() =>
        {
            ring.Node(0).Tell(new SendPlain(ring.Node(1).Did, "loud/1", [7]), probe.Ref);
            ring.Run(_ => probe.HasMessages);
        });

        Assert.NotEmpty(probe.ExpectMsg<Delivered>().Id);
        Assert.Equal("Rings.TestKit.Tests.RingsTestKitSpecs.Probes_and_event_filters_work_beside_a_ring", ring.History.Test);
    }

    [Fact]
    public void A_test_has_one_ring()
    {
        Ring(seed: 1);

        Assert.Throws<InvalidOperationException>(() => Ring(seed: 2));
    }

    private sealed class Loud : UntypedActor
    {
        protected override void OnReceive(object message) => Context.System.Log.Warning("loud: {0}", message.GetType().Name);
    }
}
