using System.Net.Sockets;
using System.Security.Authentication;
using Rings.Actors.Public;
using Rings.Actors.Services;
using Rings.AspNetCore.Tls;
using Rings.Protocol;
using Rings.Protocol.Entrance;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Host.Entrance;

/// <summary>
/// A service of bytes whose callers' TLS ends here, in front of a target that has none. An edge: it dials and carries bytes.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="calls">Its callers.</param>
/// <param name="target">Where the bytes go.</param>
/// <param name="tls">Where TLS ends.</param>
/// <param name="time">The clock.</param>
internal sealed class TlsService(IRings node, ServiceCalls calls, ServiceTarget target, TlsEnd tls, TimeProvider time)
{
    /// <summary>How long a caller may take until his TLS stands.</summary>
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(30);

    /// <summary>Takes callers until there are no more; how many there are at a time is bounded by the service.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await foreach (var call in calls.AllAsync(cancel)) _ = CarryAsync(call, cancel);
    }

    private async Task CarryAsync(AdmittedCall call, CancellationToken cancel)
    {
        Socket socket;
        try
        {
            socket = await node.DialTargetAsync(target, cancel);
        }
        catch (Exception failed) when (failed is TargetException or OperationCanceledException or NodeStoppedException or TimeoutException)
        {
            if (failed is TargetException) call.Note(failed.Message);
            call.Refuse((failed as TargetException)?.Code ?? StreamCode.PeerLost);
            return;
        }

        using (socket)
        {
            try
            {
                await BridgeAsync(call, socket, cancel);
            }
            catch (Exception wrong) when (wrong is AuthenticationException or ProtocolException)
            {
                call.Note($"a caller's TLS did not come about: {wrong.Message.TrimEnd('.')}");
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or InvalidOperationException)
            {
                // He has gone, or took too long, or the service ends: his stream is disposed of by now.
            }
        }
    }

    private async Task BridgeAsync(AdmittedCall call, Socket socket, CancellationToken cancel)
    {
        await using var stream = call.Accept();
        using var patience = new CancellationTokenSource(HandshakeWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        await using var way = await tls.BeginAsync(stream, either.Token);
        // A target that is told of some is told of all: each connection begins with a header then.
        if (tls.IsTold) await SocketWords.SendAsync(socket, (way.Said ?? new ProxyHeader(null, null)).ToBytes(), either.Token);
        await TcpBridge.RunAsync(way, () => stream.Reset(StreamCode.Cancelled), socket, cancel);
    }
}
