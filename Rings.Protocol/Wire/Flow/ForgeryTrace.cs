namespace Rings.Protocol.Wire;

/// <summary>
/// How one link takes part in tracing forgeries to their source (protocol.md, section 3): a neighbour that reports one
/// has everything that is forwarded to it verified for a minute, and a neighbour that goes on delivering them after
/// it was
/// told is closed. A single forgery costs nobody anything, and after a minute the count begins anew.
/// </summary>
public sealed class ForgeryTrace
{
    /// <summary>Forgeries that a link may deliver later than <see cref="Grace"/> after it was told.</summary>
    public const int Tolerated = 32;

    /// <summary>How long everything for a neighbour is verified after its report.</summary>
    public static readonly TimeSpan VerifyFor = TimeSpan.FromSeconds(60);

    /// <summary>How long a neighbour has to begin verifying, after it was told.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private Instant? _verifyUntil;
    private Instant? _told;
    private int _late;

    /// <summary>The neighbour reported a forgery that this node had forwarded to it.</summary>
    public void Reported(Instant now) => _verifyUntil = now + VerifyFor;

    /// <summary>Whether everything for the neighbour has to be verified before it is forwarded.</summary>
    public bool MustVerify(Instant now) => _verifyUntil is { } until && now <= until;

    /// <summary>This node found a forgery that the neighbour had delivered: tell it.</summary>
    /// <returns>Whether the link is to be closed instead.</returns>
    public bool Found(Instant now)
    {
        if (_told is null || now - _told.Value > VerifyFor) (_told, _late) = (now, 0);
        if (now - _told.Value > Grace) _late++;
        return _late > Tolerated;
    }
}
