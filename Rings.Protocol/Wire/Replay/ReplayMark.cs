using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// What has to survive a restart so that no message of a non-idempotent kind is acted on twice: after it, everything up
/// to <paramref name="Highest"/> counts as seen.
/// </summary>
/// <param name="Delegation">Whose messages.</param>
/// <param name="Lane">On which lane.</param>
/// <param name="Highest">The highest sequence number seen.</param>
/// <param name="Until">When the mark may be forgotten: no message that it guards against can be in time any
/// more.</param>
internal readonly record struct ReplayMark(DelegationId Delegation, Lane Lane, ulong Highest, Instant Until);
