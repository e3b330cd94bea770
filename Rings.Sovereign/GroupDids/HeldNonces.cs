using Rings.Protocol;
using Rings.Sovereign.Secrets;
using Rings.Sovereign.Threshold;

namespace Rings.Sovereign.GroupDids;

/// <summary>Nonces that a member has shown for one attempt and not used yet. Never on disk.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Nonces">They.</param>
/// <param name="Until">When they are dead.</param>
internal sealed record HeldNonces(SecretId Attempt, FrostNonces Nonces, Instant Until);
