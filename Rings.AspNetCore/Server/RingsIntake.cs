using System.Security.Authentication;
using System.Threading.Channels;
using Rings.Actors.Public;
using Rings.AspNetCore.Tls;
using Rings.Protocol;
using Rings.Protocol.Streams;

namespace Rings.AspNetCore.Server;

/// <summary>
/// Takes the callers of services, and sorts them by what they speak: a server without TLS takes one version of HTTP at each
/// of its ends.
/// </summary>
/// <param name="what">Which services, for logs.</param>
/// <param name="backlog">Callers that may wait to be taken.</param>
/// <param name="open">Begins to take them.</param>
/// <param name="tls">Where the TLS of callers ends; null: none comes in TLS.</param>
internal sealed class RingsIntake(
    string what, int backlog, Func<IRings, CancellationToken, Task<ServiceCalls>> open, TlsEnds? tls = null)
{
    /// <summary>How long a caller may be silent at first.</summary>
    internal static readonly TimeSpan FirstBytesWithin = TimeSpan.FromSeconds(30);

    private readonly Channel<RingsConnection>[] _waiting =
        [.. Enum.GetValues<HttpVersionSpoken>().Select(_ => Channel.CreateBounded<RingsConnection>(backlog))];

    private readonly Lock _lock = new();
    private Task<ServiceCalls>? _open;
    private Task _sorting = Task.CompletedTask;
    private int _listeners;

    /// <summary>Which services.</summary>
    public string What => what;

    /// <summary>Begins to listen; the first of the ends begins to take callers.</summary>
    /// <exception cref="InvalidOperationException">The node refuses it.</exception>
    public async Task<RingsConnectionListener> ListenAsync(
        RingsListenEndPoint endpoint, IRings rings, TimeProvider time, CancellationToken cancel)
    {
        Task<ServiceCalls> opened;
        lock (_lock)
        {
            _listeners++;
            opened = _open ??= OpenAsync(rings, time, cancel);
        }

        try
        {
            await opened.ConfigureAwait(false);
        }
        catch (Exception)
        {
            lock (_lock) (_listeners, _open) = (_listeners - 1, null);
            throw;
        }

        return new RingsConnectionListener(endpoint, _waiting[(int)endpoint.Version].Reader);
    }

    /// <summary>Listens no longer; the last of the ends lets nobody in any more.</summary>
    public async Task LeaveAsync()
    {
        Task<ServiceCalls>? opened;
        lock (_lock)
        {
            if (--_listeners > 0) return;
            (opened, _open) = (_open, null);
        }

        if (opened is not null) await (await opened.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        await _sorting.ConfigureAwait(false);
        foreach (var waiting in _waiting) waiting.Writer.TryComplete();
    }

    private async Task<ServiceCalls> OpenAsync(IRings rings, TimeProvider time, CancellationToken cancel)
    {
        var calls = await open(rings, cancel).ConfigureAwait(false);
        _sorting = SortAsync(calls, time);
        return calls;
    }

    private async Task SortAsync(ServiceCalls calls, TimeProvider time)
    {
        // How many there are at a time is bounded by the service.
        await foreach (var call in calls.AllAsync().ConfigureAwait(false)) _ = SortAsync(call, time);
    }

    private async Task SortAsync(AdmittedCall call, TimeProvider time)
    {
        var stream = call.Accept();
        using var patience = new CancellationTokenSource(FirstBytesWithin, time);
        try
        {
            var way = tls?.Find(call.Service.Name) is { } end
                ? await end.BeginAsync(stream, patience.Token).ConfigureAwait(false)
                : new CallerWay(stream);
            var spoken = await HttpPreface.ReadAsync(way.Input, patience.Token).ConfigureAwait(false);
            if (spoken is not { } version) await stream.DisposeAsync().ConfigureAwait(false);
            else if (!_waiting[(int)version].Writer.TryWrite(new RingsConnection(stream, call, way))) stream.Reset(StreamCode.Busy);
        }
        catch (OperationCanceledException)
        {
            stream.Reset(StreamCode.TimedOut);
        }
        catch (Exception wrong) when (wrong is AuthenticationException or ProtocolException)
        {
            call.Note($"a caller's TLS did not come about: {wrong.Message.TrimEnd('.')}");
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The caller has broken it off.
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }
}
