using System.Net;
using Microsoft.AspNetCore.Connections;
using Rings.Actors.Public;

namespace Rings.AspNetCore.Server;

/// <summary>Lets a server listen for callers of a ring's services, beside sockets: <see cref="RingsWebHost.UseRings"/>.</summary>
/// <param name="rings">The node.</param>
/// <param name="time">The clock of the time-outs.</param>
public sealed class RingsConnectionListenerFactory(IRings rings, TimeProvider time)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is RingsListenEndPoint;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">It is no end of a service.</exception>
    /// <exception cref="InvalidOperationException">The node refuses the service: its name is taken, say.</exception>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        endpoint is RingsListenEndPoint end
            ? await end.Intake.ListenAsync(end, rings, time, cancellationToken).ConfigureAwait(false)
            : throw new ArgumentException($"{endpoint} is no end of a service.", nameof(endpoint));
}
