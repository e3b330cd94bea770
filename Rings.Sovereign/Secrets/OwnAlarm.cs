using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>A guardian's word that somebody claims a secret of this node's.</summary>
/// <param name="Guardian">Who said it.</param>
/// <param name="Claimant">Who claims.</param>
/// <param name="At">When it was said last.</param>
/// <param name="IsVetoed">Whether this node has vetoed.</param>
public sealed record OwnAlarm(Did Guardian, Did Claimant, Instant At, bool IsVetoed);
