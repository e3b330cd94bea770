using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;

namespace Rings.TestKit.Deterministic;

/// <summary>Runs no mailbox itself: tells the world that one can run, and whose it is.</summary>
internal sealed class SimulatedDispatcher(MessageDispatcherConfigurator configurator, SimulatedWorld world)
    : MessageDispatcher(configurator)
{
    private readonly ConditionalWeakTable<IRunnable, ActorPath> _owners = [];

    public override void Attach(ActorCell cell)
    {
        if (cell.Mailbox is { } mailbox) _owners.AddOrUpdate(mailbox, cell.Self.Path);
        base.Attach(cell);
    }

    public override void Dispatch(ActorCell cell, Envelope envelope)
    {
        world.Observed?.Invoke(cell.Self, envelope.Message, envelope.Sender);
        base.Dispatch(cell, envelope);
    }

    protected override void ExecuteTask(IRunnable run) => world.Ready(run, _owners.TryGetValue(run, out var owner) ? owner : null);

    protected override void Shutdown()
    {
    }
}
