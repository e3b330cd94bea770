using Akka.Configuration;
using Akka.Dispatch;

namespace Rings.TestKit.Deterministic;

/// <summary>What Akka's configuration names to get a <see cref="SimulatedDispatcher"/>.</summary>
public sealed class SimulatedDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    private SimulatedDispatcher? _dispatcher;

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() =>
        _dispatcher ??= new SimulatedDispatcher(this, SimulatedWorld.Find(Config.GetString("world")));
}
