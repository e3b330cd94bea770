using Rings.Actors.Settings;
using Rings.Protocol;

namespace Rings.Actors.Links;

/// <summary>
/// Whether the other end of a link still answers (protocol.md, section 2, Life): a probe follows a silence, suspicion
/// an unanswered probe, and the end a long suspicion. Any frame of the peer clears it. What was sent and is followed by
/// nothing calls for a probe early: somebody may wait for an answer. How long an answer took before changes nothing.
/// </summary>
/// <param name="settings">The times.</param>
/// <param name="now">When the link became ready.</param>
internal sealed class LinkLiveness(LinkSettings settings, Instant now)
{
    private Instant _heard = now;
    private Instant? _sent;
    private Instant? _probed;
    private Instant? _suspectSince;
    private ulong _number;

    public bool IsSuspect => _suspectSince is not null;

    /// <summary>The number of the probe that is to be sent.</summary>
    public ulong NextProbe(Instant at)
    {
        _probed ??= at;
        return ++_number;
    }

    /// <summary>A message left for the peer. Returns whether it is the first that nothing has followed.</summary>
    public bool Sent(Instant at)
    {
        if (_sent is not null) return false;
        _sent = at;
        return true;
    }

    /// <summary>The peer sent something. Returns whether the link was suspect.</summary>
    public bool Heard(Instant at)
    {
        var wasSuspect = IsSuspect;
        (_heard, _sent, _probed, _suspectSince) = (at, null, null, null);
        return wasSuspect;
    }

    /// <summary>What is due now.</summary>
    /// <param name="at">The present.</param>
    /// <param name="isNeighbour">Whether the peer is head or predecessor.</param>
    public LivenessStep Check(Instant at, bool isNeighbour)
    {
        if (_suspectSince is { } since)
            return at - since >= settings.DropAfter ? LivenessStep.Drop : LivenessStep.Probe;
        if (_probed is { } probed)
        {
            if (at - probed < settings.SuspectAfter) return LivenessStep.None;
            _suspectSince = at;
            return LivenessStep.Suspect;
        }

        return at >= SilentAt(isNeighbour) ? LivenessStep.Probe : LivenessStep.None;
    }

    /// <summary>How long until the next check can bring something.</summary>
    public TimeSpan NextCheck(Instant at, bool isNeighbour)
    {
        if (IsSuspect) return settings.SuspectAfter;
        var due = _probed is { } probed ? probed + settings.SuspectAfter : SilentAt(isNeighbour);
        var wait = due - at;
        return wait > TimeSpan.FromMilliseconds(10) ? wait : TimeSpan.FromMilliseconds(10);
    }

    private Instant SilentAt(bool isNeighbour)
    {
        var at = _heard + (isNeighbour ? settings.ProbeNeighbourAfter : settings.ProbeOtherAfter);
        return _sent + settings.ProbeNeighbourAfter is { } unanswered && unanswered < at ? unanswered : at;
    }
}
