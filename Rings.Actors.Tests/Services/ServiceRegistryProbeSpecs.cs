using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Services;
using Rings.Actors.Tests.Probes;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Services.ServiceStoreProtocol;

namespace Rings.Actors.Tests.Services;

/// <summary>The registry between a disk and a ring: what each is told, and what happens when the disk refuses.</summary>
public sealed class ServiceRegistryProbeSpecs : ProbeKit
{
    private static readonly ServiceOffer Web = new("web", ServiceKind.Tcp, "8080") { Access = ServiceAccess.Public };

    private readonly TestProbe _ring;
    private readonly TestProbe _disk;
    private readonly ServiceMemory _memory;
    private readonly IActorRef _registry;

    public ServiceRegistryProbeSpecs()
    {
        (_ring, _disk) = (CreateTestProbe("ring"), CreateTestProbe("disk"));
        var node = NewContext("self");
        _memory = new ServiceMemory(new MemoryServiceStore(), new ServiceLimits(), node.Self);
        _registry = StartUnder(ServiceRegistry.Props(node, new ServiceParts(_memory, _ring, _disk, new(), new())), CreateTestProbe("node"));
    }

    [Fact]
    public void A_service_that_the_disk_refuses_is_none_and_its_records_end()
    {
        _registry.Tell(new AddService(Web), TestActor);
        var names = Puts(2).Select(record => record.Name);

        Refuse();

        Assert.Equal(ServiceRefusal.NotKept, ExpectMsg<ServiceRefused>().Reason);
        Assert.Equal(names.Select(name => (name, 0)), Puts(2).Select(record => (record.Name, record.Value.Length)));
        Assert.Empty(All());
    }

    [Fact]
    public void Who_is_let_in_is_nothing_that_the_ring_is_told()
    {
        Add();

        _registry.Tell(new ChangeAccess("web", [NewContext("caller").Self], [], []), TestActor);
        _disk.ExpectMsg<Change>();
        _registry.Tell(ListServices.Instance, TestActor);

        Assert.Single(ExpectMsg<ServicesTold>().Services[0].Allowed);
        Assert.False(_ring.HasMessages);
    }

    [Fact]
    public void A_change_that_the_disk_refuses_did_not_happen()
    {
        Add();
        _registry.Tell(new ChangeAccess("web", [], [NewContext("caller").Self], []), TestActor);

        Refuse();

        Assert.Equal(ServiceRefusal.NotKept, ExpectMsg<ServiceRefused>().Reason);
        Assert.Empty(Assert.Single(All()).Denied);
    }

    [Fact]
    public void A_service_that_comes_after_another_of_its_name_begins_at_nothing()
    {
        Add();
        (_memory.Bytes[ServiceName.Web], _memory.Troubles[ServiceName.Web]) = (7, "it was silent");
        _registry.Tell(new RemoveService("web"), TestActor);
        Take();
        Assert.Equal(7, ExpectMsg<ServicesTold>().Services[0].Bytes);
        Assert.All(Puts(2), record => Assert.Empty(record.Value));

        Add();

        Assert.Equal((0, null), (All()[0].Bytes, All()[0].Trouble));
    }

    /// <summary>Adds the service; the ring is told its manifest and presence.</summary>
    private void Add()
    {
        _registry.Tell(new AddService(Web), TestActor);
        Take();
        ExpectMsg<ServicesTold>();
        _ = Puts(2);
    }

    private void Take() => _registry.Tell(new Kept(_disk.ExpectMsg<Change>().Tag), _disk);

    private void Refuse() => _registry.Tell(_disk.ExpectMsg<Change>().Refused, _disk);

    private List<PutRegister> Puts(int count) => [.. _ring.ReceiveN(count).Cast<PutRegister>()];

    private ImmutableArray<ServiceStatus> All()
    {
        _registry.Tell(ListServices.Instance, TestActor);
        return ExpectMsg<ServicesTold>().Services;
    }
}
