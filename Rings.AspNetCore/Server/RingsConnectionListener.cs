using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Rings.AspNetCore.Server;

/// <summary>Callers of a service as the connections of a server.</summary>
/// <param name="endpoint">Where it listens.</param>
/// <param name="waiting">Those who came.</param>
internal sealed class RingsConnectionListener(RingsListenEndPoint endpoint, ChannelReader<RingsConnection> waiting) : IConnectionListener
{
    private int _isUnbound;

    public EndPoint EndPoint => endpoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await waiting.WaitToReadAsync(cancellationToken).ConfigureAwait(false) && waiting.TryRead(out var connection) ? connection : null;

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _isUnbound, 1) == 0) await endpoint.Intake.LeaveAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        while (waiting.TryRead(out var connection)) connection.Abort();
    }
}
