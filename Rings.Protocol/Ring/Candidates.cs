namespace Rings.Protocol.Ring;

/// <summary>
/// Peers heard of but not linked: which are being dialled, and when those that failed may be tried again.
/// </summary>
internal sealed class Candidates(RingSettings settings)
{
    /// <summary>
    /// Failures after which lists go on without a node. One alone may be the fault of a relay that died.
    /// </summary>
    private const int Hopeless = 2;

    private List<Candidate>? _all;

    /// <summary>How many are remembered.</summary>
    public int Count => _all?.Count ?? 0;

    /// <summary>Whether <paramref name="peer"/> failed so often that lists go on without it.</summary>
    public bool IsHopeless(Did peer) => FailuresOf(peer) >= Hopeless;

    /// <summary>How often <paramref name="peer"/> failed since it was last linked.</summary>
    public int FailuresOf(Did peer) => IndexOf(peer) is >= 0 and var index ? _all![index].Failures : 0;

    /// <summary>Whether <paramref name="peer"/> is neither being dialled nor backing off.</summary>
    public bool MayDial(Did peer, Instant now) => IndexOf(peer) is var index && (index < 0 || now >= _all![index].Until);

    /// <summary>Whether <paramref name="peer"/> is to be dialled now; if so it counts as being dialled.</summary>
    public bool TryDial(Did peer, Instant now)
    {
        var index = IndexOf(peer);
        if (index >= 0 && now < _all![index].Until) return false;
        var failures = index >= 0 ? _all![index].Failures : 0;
        Put(index, new(peer, failures, IsDialling: true, now + settings.ConnectTimeout));
        return true;
    }

    /// <summary>It has left: lists go on without it at once.</summary>
    public void Abandon(Did peer, Instant now, Random random)
    {
        while (!IsHopeless(peer)) Fail(peer, now, random);
    }

    /// <summary>It could not be linked: not to be tried before its back-off has passed.</summary>
    public void Fail(Did peer, Instant now, Random random)
    {
        var index = IndexOf(peer);
        var failures = Math.Min(index >= 0 ? _all![index].Failures + 1 : 1, 30);
        var wait = settings.ShortestBackoff * Math.Pow(2, failures - 1);
        if (wait > settings.LongestBackoff) wait = settings.LongestBackoff;
        Put(index, new(peer, failures, IsDialling: false, now + (wait * (0.75 + (random.NextDouble() / 2)))));
    }

    /// <summary>It is linked: no candidate any more.</summary>
    public void Forget(Did peer)
    {
        if (IndexOf(peer) is >= 0 and var index) _all!.RemoveAt(index);
    }

    /// <summary>Counts those as failed whose dial has taken too long; whether there were any.</summary>
    public bool Expire(Instant now, Random random)
    {
        var expired = false;
        for (var index = Count - 1; index >= 0; index--)
        {
            var candidate = _all![index];
            if (now < candidate.Until) continue;
            if (candidate.IsDialling) (expired, _) = (true, Fail(index, now, random));
            else if (now - candidate.Until > settings.LongestBackoff) _all.RemoveAt(index);
        }

        return expired;
    }

    private bool Fail(int index, Instant now, Random random)
    {
        Fail(_all![index].Peer, now, random);
        return true;
    }

    private void Put(int index, Candidate candidate)
    {
        _all ??= [];
        if (index >= 0)
        {
            _all[index] = candidate;
            return;
        }

        if (_all.Count >= settings.Candidates) _all.RemoveAt(Oldest());
        _all.Add(candidate);
    }

    private int Oldest()
    {
        var oldest = 0;
        for (var index = 1; index < _all!.Count; index++)
        {
            if (_all[index].Until < _all[oldest].Until) oldest = index;
        }

        return oldest;
    }

    private int IndexOf(Did peer)
    {
        for (var index = 0; index < Count; index++)
        {
            if (_all![index].Peer == peer) return index;
        }

        return -1;
    }

    private readonly record struct Candidate(Did Peer, int Failures, bool IsDialling, Instant Until);
}
