using Akka.Actor;
using Rings.Actors.Links;
using Rings.Protocol.EndToEnd;

namespace Rings.Actors.Sessions;

/// <summary>What the <see cref="SessionManager"/> and its sessions say to each other.</summary>
internal static class SessionProtocol
{
    /// <summary>A hello that was not answered before.</summary>
    /// <param name="Arrived">What it came in.</param>
    /// <param name="Hello">The hello.</param>
    public sealed record HelloArrived(Arrived Arrived, SignedPayload Hello) : INoSerializationVerificationNeeded;

    /// <summary>Nothing is open here, and nothing was said for long.</summary>
    public sealed record Idle(IActorRef Session) : INoSerializationVerificationNeeded;
}
