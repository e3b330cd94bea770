using System.Collections.Immutable;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Wire;

/// <summary>
/// The numbers of a node's messages, of which none leaves before the disk knows that it may have been used: they are
/// reserved ahead of time, and again when half of the reserve is used up.
/// </summary>
internal sealed class SequenceReserve
{
    /// <summary>Numbers that are reserved at least.</summary>
    private const ulong Batch = 65_536;

    private readonly SequenceCounters _counters;
    private readonly OutboxSettings _settings;
    private readonly IOutboxEffects _effects;
    private Ed25519PublicKey _session;
    private ulong _kept;
    private ulong _asked;

    public SequenceReserve(OutboxState state, OutboxSettings settings, IOutboxEffects effects)
    {
        _counters = new(state.Numbers, settings.Sequences);
        (_settings, _effects) = (settings, effects);
        (_session, _kept, _asked) = (state.Session, state.Kept, state.Asked);
    }

    /// <summary>The state of an outbox with these numbers.</summary>
    public OutboxState StateWith(
        ImmutableArray<(OutboxMessage Message, Instant Due)> underWay, ImmutableArray<OutboxMessage> held) =>
        new(underWay, held, _counters.State, _session, _kept, _asked);

    /// <summary>The next number under a session key. Those of a new key go on above those of the former.</summary>
    public ulong Next(Ed25519PublicKey session, Did destination, Lane lane, Instant now)
    {
        if (!session.Equals(_session)) (_session, _kept, _asked) = (session, 0, 0);
        var next = _counters.Next(destination, lane, now);
        // Counts that run ahead of the clock grow by the message, not by the time.
        var needed = Math.Max(next + (Batch / 2), _counters.Reserve(now, _settings.KeptAhead / 2));
        if (needed <= _asked) return next;
        _asked = Math.Max(next + Batch, _counters.Reserve(now, _settings.KeptAhead));
        _effects.KeepSequences(session, _asked);
        return next;
    }

    /// <summary>The host was restarted: what it was asked to keep may not have been heard.</summary>
    /// <param name="held">Messages that wait for it; some may be signed by a former session key.</param>
    public void AskAgain(IEnumerable<OutboxMessage> held)
    {
        foreach (var former in held.GroupBy(message => message.Delegation.SessionKey))
        {
            if (!former.Key.Equals(_session))
                _effects.KeepSequences(former.Key, former.Max(message => message.Sequence));
        }

        if (_asked > _kept) _effects.KeepSequences(_session, _asked);
    }

    /// <summary>The disk has a mark.</summary>
    public void Kept(Ed25519PublicKey session, ulong mark)
    {
        if (session.Equals(_session)) _kept = Math.Max(_kept, mark);
    }

    /// <summary>Whether a number of the session key that <see cref="Next"/> was called with last may leave.</summary>
    public bool MayLeave(ulong sequence) => sequence <= _kept;
}
