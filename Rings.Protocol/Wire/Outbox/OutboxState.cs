using System.Collections.Immutable;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Wire;

/// <summary>
/// All that an <see cref="Outbox"/> must not forget when its host is restarted: one immutable value. An outbox that is
/// made of it goes on as if nothing had happened.
/// </summary>
/// <param name="UnderWay">Messages whose outcome is open, with the moment to look at each again.</param>
/// <param name="Held">Messages that wait for their number to be kept, in their order.</param>
/// <param name="Numbers">The counts of numbers.</param>
/// <param name="Session">The session key that they are used under.</param>
/// <param name="Kept">At least every number up to this one is kept as used.</param>
/// <param name="Asked">The mark that the disk was last asked to keep.</param>
internal sealed record OutboxState(
    ImmutableArray<(OutboxMessage Message, Instant Due)> UnderWay,
    ImmutableArray<OutboxMessage> Held,
    SequenceState Numbers,
    Ed25519PublicKey Session,
    ulong Kept,
    ulong Asked)
{
    /// <summary>The state of an outbox that has sent nothing yet.</summary>
    /// <param name="session">The session key that signs.</param>
    /// <param name="mark">What is on disk for it: at least every number that was used before; 0 for a new key.</param>
    /// <param name="floor">
    /// Where numbers begin at least: <see cref="FloorAt"/>, so that a disk that lost its mark does not make them fall
    /// behind what was used.
    /// </param>
    public static OutboxState Begin(Ed25519PublicKey session, ulong mark, ulong floor = 0) =>
        new([], [], SequenceState.Begin(Math.Max(mark, floor)), session, mark, mark);

    /// <summary>Above all that an earlier run can have reserved, whose clock was right.</summary>
    public static ulong FloorAt(Instant now, OutboxSettings settings) =>
        (ulong)Math.Max(0, (now + settings.KeptAhead).UnixMicroseconds);
}
