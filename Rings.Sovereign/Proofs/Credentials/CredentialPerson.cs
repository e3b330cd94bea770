using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Credentials;

/// <summary>A line of an issuer's list.</summary>
/// <param name="Did">The account of a named credential; null: it is anonymous.</param>
/// <param name="Hash">What an anonymous holder has handed in; of a named one nothing.</param>
/// <param name="Values">The four numbers.</param>
public sealed record CredentialPerson(Did? Did, Bytes32 Hash, ImmutableArray<int> Values);
