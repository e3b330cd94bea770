using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>
/// A local listener whose connections go to a service: each is a stream of its own. An edge: it accepts and carries bytes.
/// </summary>
public sealed class ServiceTunnel : ILocalEnd
{
    private readonly LocalListener _listener;
    private readonly RingUrl _url;
    private readonly ServiceDialer _dialer;
    private readonly Action<string> _trouble;
    private long _bytes;

    private ServiceTunnel(IPEndPoint local, RingUrl url, ServiceDialer dialer, Action<string> trouble)
    {
        (_url, _dialer, _trouble) = (url, dialer, trouble);
        _listener = LocalListener.Open(local, dialer.Time, CarryAsync, trouble);
    }

    /// <inheritdoc/>
    public string Service => _url.ToString();

    /// <inheritdoc/>
    public IPEndPoint Local => _listener.Local;

    /// <inheritdoc/>
    public int Connections => _listener.Connections;

    /// <inheritdoc/>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Begins to listen.</summary>
    /// <param name="local">Where; port 0: any.</param>
    /// <param name="url">The service, with its ticket where it needs one.</param>
    /// <param name="dialer">Opens its streams.</param>
    /// <param name="trouble">Told, as a clause, why a connection came to nothing.</param>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public static ServiceTunnel Open(IPEndPoint local, RingUrl url, ServiceDialer dialer, Action<string> trouble)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(dialer);
        return new ServiceTunnel(local, url, dialer, trouble);
    }

    /// <summary>Listens no longer; connections are broken off.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task CarryAsync(Socket socket, CancellationToken cancel)
    {
        try
        {
            var outcome = await _dialer.OpenAsync(_url, cancel).ConfigureAwait(false);
            if (outcome is StreamOpened { Stream: var stream })
                Interlocked.Add(ref _bytes, await TcpBridge.CarryAsync(stream, socket, cancel).ConfigureAwait(false));
            else _trouble(ServiceDialer.WhyNot(outcome, _url)!);
        }
        catch (Exception failed) when (failed is NodeStoppedException or TimeoutException)
        {
            _trouble($"{_url}: {failed.Message}");
        }
    }
}
