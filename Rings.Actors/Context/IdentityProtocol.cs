using Akka.Actor;
using Rings.Actors.Identity;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Context;

/// <summary>What the node's parts say to each other about delegations and revocations.</summary>
internal static class IdentityProtocol
{
    /// <summary>News for the node's parts.</summary>
    public interface INews : INoSerializationVerificationNeeded;

    /// <summary>Said to the <see cref="RevocationKeeper"/>.</summary>
    public interface IUse : INoSerializationVerificationNeeded;

    /// <summary>This node's own delegation was renewed.</summary>
    public sealed record Renewed(Delegation Delegation) : INews;

    /// <summary>A revocation of an account that this node deals with came to be known; its signature holds.</summary>
    public sealed record Revoked(Revocation Revocation) : INews;

    /// <summary>There is a session with an account.</summary>
    public sealed record SessionBegun(Did Account) : IUse;

    /// <summary>There is none any more.</summary>
    public sealed record SessionEnded(Did Account) : IUse;

    /// <summary>A record with a verified revocation came to be kept by this node.</summary>
    public sealed record Seen(Revocation Revocation) : IUse;
}
