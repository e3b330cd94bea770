using Akka.Dispatch;

namespace Rings.TestKit.Deterministic;

/// <summary>Runs no mailbox itself: tells the world that one can run.</summary>
internal sealed class SimulatedDispatcher(MessageDispatcherConfigurator configurator, SimulatedWorld world)
    : MessageDispatcher(configurator)
{
    protected override void ExecuteTask(IRunnable run) => world.Ready(run);

    protected override void Shutdown()
    {
    }
}
