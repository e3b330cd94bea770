using Akka.Actor;
using Rings.Protocol;
using Rings.Protocol.Links;

namespace Rings.Actors.Links;

/// <summary>What the <see cref="LinkManager"/> says to itself about dialling.</summary>
internal static class DiallingProtocol
{
    /// <summary>A node without links dials again.</summary>
    public sealed record CompanyDue : INoSerializationVerificationNeeded
    {
        public static readonly CompanyDue Instance = new();
    }

    /// <summary>A seed that works would have led to a link by now.</summary>
    public sealed record JoinIsLate : INoSerializationVerificationNeeded
    {
        public static readonly JoinIsLate Instance = new();
    }

    /// <summary>A peer whose link was lost is dialled again.</summary>
    public sealed record Redial(Did Peer) : INoSerializationVerificationNeeded;

    /// <summary>Who answers at an address.</summary>
    public sealed record ContactNamed(Uri Address, string Did, IActorRef? Asker) : INoSerializationVerificationNeeded;

    /// <summary>An answer came to an offer.</summary>
    public sealed record ContactAnswered(LinkNumber Link, byte[] Answer) : INoSerializationVerificationNeeded;

    /// <summary>Nobody answers there, or it refuses; the link is null where its name was asked.</summary>
    public sealed record ContactFailed(Uri Address, LinkNumber? Link, IActorRef? Asker, string Reason)
        : INoSerializationVerificationNeeded;
}
