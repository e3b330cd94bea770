using System.Net;
using System.Net.Sockets;

namespace Rings.AspNetCore.Proxy;

/// <summary>Makes what speaks HTTP to the target of a service: over the connection that is dialled for it, and no other.</summary>
internal static class TargetHandler
{
    /// <summary>Makes a handler. What the target answers is passed on: nothing is followed, unpacked or remembered.</summary>
    /// <param name="dial">Connects to the target, which is judged at each connection.</param>
    public static SocketsHttpHandler Create(Func<CancellationToken, Task<Socket>> dial) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = await dial(cancel).ConfigureAwait(false);
            socket.NoDelay |= socket.ProtocolType == ProtocolType.Tcp;
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
