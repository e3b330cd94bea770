using Rings.Actors.Public;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>One caller's connection to the target of a service. An edge: it dials and carries bytes.</summary>
internal static class ServiceConnection
{
    /// <summary>Dials, accepts the stream once the target has answered, and carries bytes until both have ended.</summary>
    /// <param name="stream">The caller's stream, not accepted yet: he hears why there is no connection.</param>
    /// <param name="service">What he is let in to.</param>
    /// <param name="dialer">Connects to targets.</param>
    /// <param name="cancel">The node stops.</param>
    public static async Task<CallEnd> RunAsync(
        IncomingStream stream, OfferedService service, TargetDialer dialer, CancellationToken cancel)
    {
        try
        {
            switch (await DialAsync(service, dialer, cancel).ConfigureAwait(false))
            {
                case TargetOutcome.Connected connected:
                    await using (var accepted = stream.Accept())
                        return await TcpBridge.RunAsync(accepted, () => accepted.Reset(StreamCode.Cancelled), connected.Socket, cancel)
                            .ConfigureAwait(false);

                case TargetOutcome.Failed failed:
                    stream.Refuse(failed.Code);
                    return new CallEnd(0, 0, failed.Detail);

                default:
                    throw new InvalidOperationException("no outcome");
            }
        }
        catch (OperationCanceledException)
        {
            stream.Refuse(StreamCode.PeerLost);
            return new CallEnd(0, 0, null);
        }
    }

    /// <summary>
    /// Connects, but never to a target of kind HTTP: it would believe what callers say of themselves, which only a proxy takes
    /// away.
    /// </summary>
    private static async Task<TargetOutcome> DialAsync(OfferedService service, TargetDialer dialer, CancellationToken cancel)
    {
        if (service.Target is not { } target)
            return new TargetOutcome.Failed(StreamCode.TargetRefused, "the program that provides it is not running");
        return service.Manifest.Kind == ServiceKind.Http
            ? new TargetOutcome.Failed(StreamCode.TargetRefused, "this program has no proxy for HTTP services")
            : await dialer.DialAsync(target, cancel).ConfigureAwait(false);
    }
}
