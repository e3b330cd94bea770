namespace Rings.Protocol.Wire;

/// <summary>
/// How one link takes part in tracing forgeries to their source (protocol.md, section 3): for a peer that reports one,
/// everything that is forwarded to it is verified for a minute; and a peer that goes on delivering them after it was
/// told is closed. Whatever is found counts against the link that brought it. A single forgery costs nobody anything,
/// and after a minute the count begins anew.
/// </summary>
/// <param name="limits">The bounds.</param>
internal sealed class ForgeryTrace(ForgeryLimits limits)
{
    private Instant? _verifyUntil;
    private Instant? _told;
    private int _late;

    /// <summary>The peer reported a forgery that this node had forwarded to it.</summary>
    public void Reported(Instant now) => _verifyUntil = now + limits.VerifyFor;

    /// <summary>Whether everything for the peer has to be verified before it is forwarded.</summary>
    public bool MustVerify(Instant now) => _verifyUntil is { } until && now <= until;

    /// <summary>This node found a forgery that the peer had delivered: tell it.</summary>
    /// <returns>Whether the link is to be closed.</returns>
    public bool Found(Instant now)
    {
        if (_told is null || now - _told.Value > limits.VerifyFor) (_told, _late) = (now, 0);
        if (now - _told.Value > limits.Grace) _late++;
        return _late > limits.Tolerated;
    }
}
