using System.Net.Sockets;
using Akka.Actor;
using Rings.Protocol.Services;

namespace Rings.Actors.Public;

/// <summary>What programs that are the end of services say to their node. In one process only: it holds listeners.</summary>
internal static class ServiceCommands
{
    /// <summary>Provide a service and hand its callers to a listener. Reply: as to <see
    /// cref="RingsNodeProtocol.AddService"/>.</summary>
    public sealed record Serve(RingsNodeProtocol.ServiceOffer Offer, CallListener Listener)
        : RingsNodeProtocol.IServiceCommand, INoSerializationVerificationNeeded;

    /// <summary>Hand the callers of all services of kind HTTP that have a target to a listener. Reply: the services, or <see
    /// cref="RingsNodeProtocol.ServiceRefused"/>.</summary>
    public sealed record ServeHttp(CallListener Listener)
        : RingsNodeProtocol.IServiceCommand, INoSerializationVerificationNeeded;

    /// <summary>Connect to what would be a service's target. Reply: <see cref="TargetDialled"/>.</summary>
    public sealed record DialTarget(ServiceTarget Target)
        : RingsNodeProtocol.IServiceCommand, INoSerializationVerificationNeeded;

    /// <summary>A connection to a target, or why there is none.</summary>
    public sealed record TargetDialled(Socket? Socket, TargetException? Failed)
        : RingsNodeProtocol.IReply, INoSerializationVerificationNeeded;

    /// <summary>The listener takes no more; a service that was provided with it ends. Reply: the services that are left.</summary>
    public sealed record Unserve(CallListener Listener)
        : RingsNodeProtocol.IServiceCommand, INoSerializationVerificationNeeded;
}
