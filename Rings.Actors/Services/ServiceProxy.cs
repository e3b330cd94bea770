using System.Net;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Protocol.Proxy;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>
/// A local proxy for programs that know host names only: SOCKS5 and HTTP CONNECT to services of the ring, and to nothing
/// else. Names are looked up here; nothing is resolved by the machine's resolver, and no address is dialled. An edge.
/// </summary>
public sealed class ServiceProxy : ILocalEnd
{
    /// <summary>How long a program may take to say where it wants to go.</summary>
    private static readonly TimeSpan SayWithin = TimeSpan.FromSeconds(10);

    private readonly LocalListener _listener;
    private readonly ProxyLogin? _login;
    private readonly Func<string, ProxyPlace> _find;
    private readonly ServiceDialer _dialer;
    private readonly Action<string> _trouble;
    private long _bytes;

    private ServiceProxy(
        IPEndPoint local, ProxyLogin? login, Func<string, ProxyPlace> find, ServiceDialer dialer, Action<string> trouble)
    {
        (_login, _find, _dialer, _trouble) = (login, find, dialer, trouble);
        _listener = LocalListener.Open(local, dialer.Time, CarryAsync, trouble);
    }

    /// <inheritdoc/>
    public string Service => "*.rings";

    /// <inheritdoc/>
    public IPEndPoint Local => _listener.Local;

    /// <inheritdoc/>
    public int Connections => _listener.Connections;

    /// <inheritdoc/>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Begins to listen.</summary>
    /// <param name="local">Where; port 0: any.</param>
    /// <param name="login">Who may use it; null: whoever reaches it, which is right on loopback only.</param>
    /// <param name="find">Finds the service that a host name means.</param>
    /// <param name="dialer">Opens streams.</param>
    /// <param name="trouble">Told, as a clause, why a connection came to nothing.</param>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public static ServiceProxy Open(
        IPEndPoint local, ProxyLogin? login, Func<string, ProxyPlace> find, ServiceDialer dialer, Action<string> trouble)
    {
        ArgumentNullException.ThrowIfNull(local);
        ArgumentNullException.ThrowIfNull(dialer);
        return new ServiceProxy(local, login, find, dialer, trouble);
    }

    /// <summary>Listens no longer; connections are broken off.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task CarryAsync(Socket socket, CancellationToken cancel)
    {
        try
        {
            var handshake = new ProxyHandshake(_login);
            var asked = await AskAsync(socket, handshake, cancel).ConfigureAwait(false);
            if (asked is { } wanted) await ConnectAsync(socket, handshake, wanted, cancel).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is SocketException or NodeStoppedException or TimeoutException)
        {
            _trouble($"a connection by the proxy ended: {gone.Message}");
        }
    }

    /// <summary>What a program asks for, with what it said beyond that; null: it was refused, or has gone.</summary>
    private async Task<Asked?> AskAsync(Socket socket, ProxyHandshake handshake, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(SayWithin, _dialer.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        var (buffer, length) = (new byte[1024], 0);
        while (true)
        {
            switch (handshake.Read(buffer.AsSpan(0, length)))
            {
                case ProxyStep.Say say:
                    buffer.AsSpan(say.Taken, length - say.Taken).CopyTo(buffer);
                    length -= say.Taken;
                    await SocketWords.SendAsync(socket, say.Answer, cancel).ConfigureAwait(false);
                    break;

                case ProxyStep.Connect connect:
                    return new Asked(connect.Host, buffer[connect.Taken..length]);

                case ProxyStep.Refuse refuse:
                    await RefuseAsync(socket, refuse.Answer, refuse.Why, cancel).ConfigureAwait(false);
                    return null;

                default:
                    if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(2 * length, ProxyHandshake.MaxBytes));
                    var read = await SocketWords.ReceiveAsync(socket, buffer.AsMemory(length), either.Token).ConfigureAwait(false);
                    if (read == 0) return null;
                    length += read;
                    break;
            }
        }
    }

    private async Task ConnectAsync(Socket socket, ProxyHandshake handshake, Asked asked, CancellationToken cancel)
    {
        var place = _find(asked.Host);
        if (place.Url is not { } url)
        {
            await RefuseAsync(socket, handshake.Answer(ProxyOutcome.Forbidden), place.Why, cancel).ConfigureAwait(false);
            return;
        }

        var outcome = await _dialer.OpenAsync(url, cancel).ConfigureAwait(false);
        if (outcome is not StreamOpened { Stream: var stream })
        {
            await RefuseAsync(socket, handshake.Answer(Of(outcome)), ServiceDialer.WhyNot(outcome, url)!, cancel).ConfigureAwait(false);
            return;
        }

        await SocketWords.SendAsync(socket, handshake.Answer(ProxyOutcome.Connected), cancel).ConfigureAwait(false);
        await stream.Output.WriteAsync(asked.Beyond, cancel).ConfigureAwait(false);
        Interlocked.Add(ref _bytes, await TcpBridge.CarryAsync(stream, socket, cancel).ConfigureAwait(false));
    }

    private Task RefuseAsync(Socket socket, ReadOnlyMemory<byte> answer, string why, CancellationToken cancel)
    {
        _trouble($"a program was refused by the proxy: {why}");
        return SocketWords.SendAwayAsync(socket, answer, _dialer.Time, cancel);
    }

    private static ProxyOutcome Of(IStreamOpenOutcome outcome) => outcome.Match(
        opened: _ => ProxyOutcome.Connected,
        refused: refused => refused.Code switch
        {
            StreamCode.NotFound => ProxyOutcome.NotFound,
            StreamCode.Busy => ProxyOutcome.Busy,
            StreamCode.TimedOut => ProxyOutcome.TimedOut,
            StreamCode.TargetRefused or StreamCode.TargetUnreachable => ProxyOutcome.Refused,
            _ => ProxyOutcome.Unreachable,
        },
        notOpened: failed => failed.Reason switch
        {
            StreamOpenFailure.Busy => ProxyOutcome.Busy,
            StreamOpenFailure.TimedOut => ProxyOutcome.TimedOut,
            _ => ProxyOutcome.Unreachable,
        });

    private sealed record Asked(string Host, byte[] Beyond);
}
