using System.Collections.Immutable;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Rings.Actors.Public;
using Rings.Actors.Settings;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>
/// Connects to targets of services. A name is resolved once; every address that it yields has to be allowed, and the
/// address that was judged is the one that is dialled: nothing is asked again between check and use. An edge: it
/// resolves and dials. Thread-safe.
/// </summary>
/// <param name="settings">What may be reached, and within which time.</param>
/// <param name="time">The clock of the time-outs.</param>
internal sealed class TargetDialer(ServiceSettings settings, TimeProvider time) : IDisposable
{
    private readonly TargetRules _rules = new(settings.Targets);
    private readonly SemaphoreSlim _places = new(settings.Connecting);
    private ImmutableArray<IPEndPoint> _own = [];

    /// <summary>A listener of this program: from now on no service reaches it.</summary>
    public void Reserve(IPEndPoint listener) =>
        ImmutableInterlocked.Update(ref _own, own => own.Contains(listener) ? own : own.Add(listener));

    /// <summary>Connects.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<TargetOutcome> DialAsync(ServiceTarget target, CancellationToken cancel)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, cancel).ConfigureAwait(false))
            return new TargetOutcome.Failed(StreamCode.Busy, $"{settings.Connecting} connections to targets are under way");
        try
        {
            using var timeout = new CancellationTokenSource(settings.ConnectTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
            return await ReachAsync(target, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new TargetOutcome.Failed(
                StreamCode.TimedOut, $"{target} did not answer within {settings.ConnectTimeout.TotalSeconds:0.#} s");
        }
        catch (SocketException refused)
        {
            return new TargetOutcome.Failed(
                refused.SocketErrorCode == SocketError.ConnectionRefused ? StreamCode.TargetRefused : StreamCode.TargetUnreachable,
                $"{target} cannot be reached: {refused.Message}");
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Connects; what <see cref="DialAsync"/> tells, as an exception.</summary>
    /// <exception cref="TargetException">Not connected.</exception>
    public async Task<Socket> ConnectAsync(ServiceTarget target, CancellationToken cancel) =>
        await DialAsync(target, cancel).ConfigureAwait(false) switch
        {
            TargetOutcome.Connected connected => connected.Socket,
            TargetOutcome.Failed failed => throw new TargetException(failed.Code, failed.Detail),
            _ => throw new InvalidOperationException("no outcome"),
        };

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<TargetOutcome> ReachAsync(ServiceTarget target, CancellationToken cancel)
    {
        if (target.SocketPath is { } path)
            return await ReachAsync(new UnixDomainSocketEndPoint(path), ProtocolType.Unspecified, cancel).ConfigureAwait(false);
        IPAddress[] addresses = IPAddress.TryParse(target.Host, out var address) ? [address]
            // No resolver may say otherwise (RFC 6761, 6.3).
            : target.Host.Equals(ServiceTarget.Here, StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
            : await Dns.GetHostAddressesAsync(target.Host, cancel).ConfigureAwait(false);
        var machine = addresses.All(IPAddress.IsLoopback) ? [] : Machine();
        foreach (var each in addresses)
        {
            var verdict = _rules.Check(each, target.Port, _own, machine);
            if (verdict != TargetVerdict.Allowed)
                return new TargetOutcome.Failed(StreamCode.TargetUnreachable, WordsOf(verdict, target, each));
        }

        SocketException? last = null;
        foreach (var plain in addresses.Select(each => TargetRules.Plain(each)!).Distinct())
        {
            try
            {
                return await ReachAsync(new IPEndPoint(plain, target.Port), ProtocolType.Tcp, cancel).ConfigureAwait(false);
            }
            catch (SocketException refused)
            {
                last = refused;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<TargetOutcome> ReachAsync(EndPoint where, ProtocolType protocol, CancellationToken cancel)
    {
        var socket = new Socket(where.AddressFamily, SocketType.Stream, protocol);
        try
        {
            await socket.ConnectAsync(where, cancel).ConfigureAwait(false);
            return new TargetOutcome.Connected(socket);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }

    private static string WordsOf(TargetVerdict verdict, ServiceTarget target, IPAddress address) => verdict switch
    {
        TargetVerdict.OwnListener => $"{target} is a listener of this node itself: name another target",
        TargetVerdict.NotListed =>
            $"{address} is beyond this machine: allow it with rings.services.targets = [\"{address}:{target.Port}\"]",
        _ => $"{target} leads to {address}, which no service may reach",
    };

    private static List<IPAddress> Machine() =>
        [.. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)];
}
