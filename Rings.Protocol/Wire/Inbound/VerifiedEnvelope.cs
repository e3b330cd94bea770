using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>What a full verification found out.</summary>
/// <param name="Delegation">Whose session key signed; <see cref="Identity.Delegation.Account"/> is the origin.</param>
/// <param name="Mark">What to store before acting on it; null if nothing has to be.</param>
internal readonly record struct VerifiedEnvelope(Delegation Delegation, ReplayMark? Mark);
