using System.Net.Sockets;
using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>Tells a registry what becomes of the callers that it let in.</summary>
/// <param name="registry">The registry.</param>
/// <param name="dialer">Connects to targets.</param>
internal sealed class CallKeeper(IActorRef registry, TargetDialer dialer) : ICallKeeper
{
    public Task<Socket> DialAsync(AdmittedCall call, CancellationToken cancel) =>
        call.Service.Target is { } target
            ? dialer.ConnectAsync(target, cancel)
            : throw new InvalidOperationException($"{call.Service.Name} has no target: its end is this program.");

    public void Note(AdmittedCall call, string trouble) => registry.Tell(new Troubled(call.Service.Name, trouble));

    public void End(AdmittedCall call, CallEnd end) => registry.Tell(new Ended(call.Service.Name, call.Caller, end));

    /// <summary>A call is over.</summary>
    internal sealed record Ended(ServiceName Name, Did Caller, CallEnd End) : INoSerializationVerificationNeeded;

    /// <summary>Something went wrong behind a service.</summary>
    internal sealed record Troubled(ServiceName Name, string Trouble) : INoSerializationVerificationNeeded;
}
