using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Host.JsonRpc;
using Rings.Protocol.Services;

namespace Rings.Host.Services;

/// <summary>The local ends of services that others provide. Thread-safe.</summary>
/// <param name="node">The node.</param>
/// <param name="time">The clock.</param>
internal sealed class Tunnels(IRings node, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Tunnels at a time.</summary>
    public const int Most = 64;

    private readonly Lock _lock = new();
    private readonly ServiceDialer _dialer = new(node, time);
    private readonly SortedDictionary<int, Tunnel> _open = [];
    private int _last;

    /// <summary>All that are open, the oldest first.</summary>
    public IReadOnlyList<Tunnel> All
    {
        get
        {
            lock (_lock) return [.. _open.Values];
        }
    }

    /// <summary>Opens one.</summary>
    /// <param name="listen"><c>PORT</c>, on loopback then, or <c>ADDRESS:PORT</c>; port 0: any.</param>
    /// <param name="url">The service.</param>
    /// <exception cref="JsonRpcException">The address is none, or cannot be listened on, or there are too many.</exception>
    public Tunnel Open(string listen, RingUrl url)
    {
        if (!TryRead(listen, out var local))
            throw JsonRpcArguments.Wrong("listen", $"'{JsonRpcArguments.Shown(listen)}' is no port or ADDRESS:PORT.");
        lock (_lock)
        {
            if (_open.Count >= Most) throw new JsonRpcException(JsonRpcError.Busy, $"A node has at most {Most} tunnels. Close one.");
            try
            {
                var tunnel = new Tunnel(++_last, troubles => ServiceTunnel.Open(local, url, _dialer, troubles));
                _open.Add(tunnel.Id, tunnel);
                return tunnel;
            }
            catch (SocketException taken)
            {
                throw new JsonRpcException(
                    JsonRpcError.Refused, $"{local} cannot be listened on ({taken.Message}). Name another, or port 0 for any.");
            }
        }
    }

    /// <summary>Closes one.</summary>
    /// <returns>False: there is none of this id.</returns>
    public async Task<bool> CloseAsync(int id)
    {
        Tunnel? tunnel;
        lock (_lock)
        {
            if (!_open.Remove(id, out tunnel)) return false;
        }

        await tunnel.DisposeAsync();
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var tunnel in All) await CloseAsync(tunnel.Id);
    }

    /// <summary>Reads <c>PORT</c> or <c>ADDRESS:PORT</c>.</summary>
    public static bool TryRead(string text, out IPEndPoint local)
    {
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            local = new IPEndPoint(IPAddress.Loopback, port);
            return true;
        }

        // A bare address would be read as one with port 0.
        local = null!;
        return text.LastIndexOf(':') > text.LastIndexOf(']')
            && (text.StartsWith('[') || text.Count(character => character == ':') == 1)
            && IPEndPoint.TryParse(text, out local!);
    }
}
