using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>From the verifier: I would like to be shown this. Answered by an offer that fulfils it, or by its end.</summary>
/// <param name="Id">The wish's name.</param>
/// <param name="Wished">What.</param>
internal sealed record WishMessage(SecretId Id, ProofWish Wished) : ProofMessage(Id);
