using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.Host.JsonRpc;
using Rings.Protocol.Proxy;
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

    /// <summary>Opens one to a service.</summary>
    /// <param name="listen"><c>PORT</c>, on loopback then, or <c>ADDRESS:PORT</c>; port 0: any.</param>
    /// <param name="url">The service.</param>
    /// <exception cref="JsonRpcException">The address is none, or cannot be listened on, or there are too many.</exception>
    public Task<Tunnel> OpenAsync(string listen, RingUrl url)
    {
        var local = Read(listen);
        return OpenAsync(local, (dialer, troubles) => ServiceTunnel.Open(local, url, dialer, troubles));
    }

    /// <summary>Opens a proxy to all services.</summary>
    /// <param name="listen">As for a tunnel; elsewhere than on loopback it needs a login.</param>
    /// <param name="login">Who may use it, as <c>NAME:PASSWORD</c>; null: whoever reaches it.</param>
    /// <param name="find">Finds the service that a host name means.</param>
    /// <exception cref="JsonRpcException">As for a tunnel; or the login is none, or is missing.</exception>
    public Task<Tunnel> OpenProxyAsync(string listen, string? login, Func<string, ProxyPlace> find)
    {
        var local = Read(listen);
        ProxyLogin? who = null;
        if (login is not null && !ProxyLogin.TryParse(login, out who))
            throw JsonRpcArguments.Wrong("login", $"That is no login: expected {ProxyLogin.Expected}.");
        if (who is null && !IPAddress.IsLoopback(local.Address))
            throw JsonRpcArguments.Wrong("login", $"{local} is not on loopback: whoever reaches it would speak in this node's name. Name a login.");
        return OpenAsync(local, (dialer, troubles) => ServiceProxy.Open(local, who, find, dialer, troubles));
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
        foreach (var listener in tunnel.Listeners) await NoteAsync(() => node.ReleaseListenerAsync(listener));
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var tunnel in All) await CloseAsync(tunnel.Id);
    }

    /// <summary>Opens whatever local end.</summary>
    /// <param name="local">Where it is to listen.</param>
    /// <param name="open">Opens it, with what opens streams, and what it tells why a connection came to nothing.</param>
    /// <exception cref="JsonRpcException">The address cannot be listened on, or there are too many.</exception>
    public async Task<Tunnel> OpenAsync(IPEndPoint local, Func<ServiceDialer, Action<string>, ILocalEnd> open)
    {
        Tunnel tunnel;
        lock (_lock)
        {
            if (_open.Count >= Most) throw new JsonRpcException(JsonRpcError.Busy, $"A node has at most {Most} tunnels. Close one.");
            try
            {
                tunnel = new Tunnel(++_last, troubles => open(_dialer, troubles));
                _open.Add(tunnel.Id, tunnel);
            }
            catch (SocketException taken)
            {
                throw new JsonRpcException(
                    JsonRpcError.Refused, $"{local} cannot be listened on ({taken.Message}). {RemedyOf(taken)}");
            }
        }

        // A service of this node whose target is its own tunnel would call itself without an end.
        foreach (var listener in tunnel.Listeners) await NoteAsync(() => node.ReserveListenerAsync(listener));
        return tunnel;
    }

    private static string RemedyOf(SocketException taken) => taken.SocketErrorCode == SocketError.AccessDenied
        ? "Ports below 1024 want the right to them: docs/entrance.md says how to give it, or name another port."
        : "Name another, or port 0 for any.";

    private static async Task NoteAsync(Func<Task> note)
    {
        try
        {
            await note();
        }
        catch (Exception gone) when (gone is NodeStoppedException or TimeoutException)
        {
            // The services end with the node.
        }
    }

    /// <summary>Reads <c>PORT</c> or <c>ADDRESS:PORT</c>.</summary>
    /// <param name="listen">What was said.</param>
    /// <param name="name">Where it was said.</param>
    /// <exception cref="JsonRpcException">It is neither.</exception>
    public static IPEndPoint Read(string listen, string name = "listen") => TryRead(listen, out var local)
        ? local
        : throw JsonRpcArguments.Wrong(name, $"'{JsonRpcArguments.Shown(listen)}' is no port or ADDRESS:PORT.");

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
