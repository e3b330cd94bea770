using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>
/// A local listener whose connections go to a service: each is a stream of its own. An edge: it accepts and carries bytes.
/// </summary>
public sealed class ServiceTunnel : IAsyncDisposable
{
    /// <summary>Connections at a time; further ones wait to be accepted.</summary>
    public const int MaxConnections = 256;

    private const int Backlog = 128;

    /// <summary>How long to wait after a connection that was not accepted.</summary>
    private static readonly TimeSpan AcceptAgain = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly ServiceDialer _dialer;
    private readonly Action<string> _trouble;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places = new(MaxConnections);
    private readonly Task _accepting;
    private int _connections;
    private long _bytes;

    private ServiceTunnel(Socket listener, RingUrl url, ServiceDialer dialer, Action<string> trouble)
    {
        (_listener, Url, _dialer, _trouble) = (listener, url, dialer, trouble);
        _accepting = AcceptAsync();
    }

    /// <summary>The service.</summary>
    public RingUrl Url { get; }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Connections that are open now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Bytes that connections which ended have carried.</summary>
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
        var listener = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(local);
            listener.Listen(Backlog);
            return new ServiceTunnel(listener, url, dialer, trouble);
        }
        catch (Exception)
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Listens no longer; connections are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var place = 0; place < MaxConnections; place++) await _places.WaitAsync().ConfigureAwait(false);
        _places.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            await _places.WaitAsync(_stopping.Token).ConfigureAwait(false);
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                _ = CarryAsync(socket);
            }
            catch (SocketException failed) when (!_stopping.IsCancellationRequested)
            {
                // Whoever called has gone, or this process has no descriptors left: the next may come all the same.
                _places.Release();
                _trouble($"a connection to {Local} was not accepted: {failed.Message}");
                await Task.Delay(AcceptAgain, _dialer.Time, _stopping.Token).ConfigureAwait(false);
            }
            catch (Exception)
            {
                _places.Release();
                throw;
            }
        }
    }

    private async Task CarryAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            var outcome = await _dialer.OpenAsync(Url, _stopping.Token).ConfigureAwait(false);
            if (outcome is StreamOpened { Stream: var stream }) await CarryAsync(socket, stream).ConfigureAwait(false);
            else _trouble(ServiceDialer.WhyNot(outcome, Url)!);
        }
        catch (Exception failed) when (failed is OperationCanceledException or NodeStoppedException or TimeoutException)
        {
            if (!_stopping.IsCancellationRequested) _trouble($"{Url}: {failed.Message}");
        }
        finally
        {
            TcpBridge.Abort(socket);
            Interlocked.Decrement(ref _connections);
            _places.Release();
        }
    }

    private async Task CarryAsync(Socket socket, RingsStream stream)
    {
        await using (stream.ConfigureAwait(false))
        {
            var end = await TcpBridge.RunAsync(stream, () => stream.Reset(StreamCode.Cancelled), socket, _stopping.Token)
                .ConfigureAwait(false);
            Interlocked.Add(ref _bytes, end.FromTarget + end.ToTarget);
        }
    }
}
