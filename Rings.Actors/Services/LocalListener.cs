using System.Net;
using System.Net.Sockets;

namespace Rings.Actors.Services;

/// <summary>
/// Listens at a local address and has each connection carried by what it was given, a bounded number at a time; further
/// ones wait to be accepted. An edge: it accepts and closes sockets.
/// </summary>
internal sealed class LocalListener : IAsyncDisposable
{
    /// <summary>Connections at a time, where nothing else is said.</summary>
    public const int MaxConnections = 256;

    private const int Backlog = 128;

    /// <summary>How long to wait after a connection that was not accepted.</summary>
    private static readonly TimeSpan AcceptAgain = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly TimeProvider _time;
    private readonly Func<Socket, CancellationToken, Task> _carry;
    private readonly Action<string> _trouble;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _places;
    private readonly int _most;
    private readonly Task _accepting;
    private int _connections;

    private LocalListener(
        Socket listener, TimeProvider time, Func<Socket, CancellationToken, Task> carry, Action<string> trouble, int most)
    {
        (_listener, _time, _carry, _trouble, _most) = (listener, time, carry, trouble, most);
        _places = new SemaphoreSlim(most);
        Local = (IPEndPoint)listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Connections that are open now.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Begins to listen.</summary>
    /// <param name="local">Where; port 0: any.</param>
    /// <param name="time">The clock.</param>
    /// <param name="carry">Carries a connection to its end; a socket that it leaves open is broken off.</param>
    /// <param name="trouble">Told, as a clause, why a connection was not accepted.</param>
    /// <param name="most">Connections at a time.</param>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public static LocalListener Open(
        IPEndPoint local, TimeProvider time, Func<Socket, CancellationToken, Task> carry, Action<string> trouble,
        int most = MaxConnections)
    {
        var listener = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // All of IPv6 is all of IPv4, too: what the system thinks of that is left out.
            if (local.Address.Equals(IPAddress.IPv6Any)) listener.DualMode = true;
            listener.Bind(local);
            listener.Listen(Backlog);
            return new LocalListener(listener, time, carry, trouble, most);
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
        for (var place = 0; place < _most; place++) await _places.WaitAsync().ConfigureAwait(false);
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
                await Task.Delay(AcceptAgain, _time, _stopping.Token).ConfigureAwait(false);
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
            await _carry(socket, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // It is closed below: whoever stopped the listener wanted that.
        }
        finally
        {
            TcpBridge.Abort(socket);
            Interlocked.Decrement(ref _connections);
            _places.Release();
        }
    }
}
