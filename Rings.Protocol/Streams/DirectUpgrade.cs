namespace Rings.Protocol.Streams;

/// <summary>
/// When a set asks for a link of its own: after some use over more than one hop, and again, ever later, after a link that
/// did not come up or fell.
/// </summary>
/// <param name="settings">The numbers.</param>
internal sealed class DirectUpgrade(StreamSettings settings)
{
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    private Instant? _since;
    private long _bytes;
    private int _failures;
    private Instant _notBefore;
    private bool _isAsked;

    /// <summary>What both ends want: the stricter of the two holds.</summary>
    public DirectPolicy Policy { get; private set; } = DirectPolicy.Auto;

    /// <summary>When it may be time to ask; null: not as things stand.</summary>
    public Instant? DueAt => _isAsked || Policy == DirectPolicy.Never || _since is not { } since
        ? null
        : Instant.Max(since + settings.DirectAfter, _notBefore);

    /// <summary>What one end wants.</summary>
    /// <returns>False where the two exclude one another.</returns>
    public bool TryAgree(DirectPolicy own, DirectPolicy peer)
    {
        if ((own, peer) is (DirectPolicy.Never, DirectPolicy.Only) or (DirectPolicy.Only, DirectPolicy.Never)) return false;
        Policy = own == DirectPolicy.Auto ? peer : own;
        return true;
    }

    /// <summary>Bytes went over more than one hop.</summary>
    public void Used(long bytes, Instant now)
    {
        _since ??= now;
        _bytes += bytes;
    }

    /// <summary>Whether to ask for a link now; then it is asked for, until it is ready or has failed.</summary>
    public bool TryAsk(Instant now)
    {
        if (_isAsked || Policy == DirectPolicy.Never || _since is not { } since || now < _notBefore) return false;
        _isAsked = _bytes >= settings.DirectAfterBytes || now - since >= settings.DirectAfter;
        return _isAsked;
    }

    /// <summary>The link is ready: what goes over it does not ask for another.</summary>
    public void Ready()
    {
        (_isAsked, _since, _bytes) = (false, null, 0);
    }

    /// <summary>It did not come up, or a path over it ended.</summary>
    public void Failed(Instant now)
    {
        (_isAsked, _since, _bytes) = (false, null, 0);
        _notBefore = now + Pauses[Math.Min(_failures++, Pauses.Length - 1)];
    }
}
