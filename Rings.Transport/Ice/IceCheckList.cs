namespace Rings.Transport.Ice;

/// <summary>
/// The pairs of one generation, best first: which there are, and which is checked next (RFC 8445, section 6.1.2).
/// </summary>
internal sealed class IceCheckList(int maxPairs)
{
    private readonly List<IcePair> _pairs = [];

    /// <summary>All pairs, best first.</summary>
    public IReadOnlyList<IcePair> Pairs => _pairs;

    /// <summary>Pairs that a check is due or under way for.</summary>
    public int OpenCount => _pairs.Count(pair => pair.IsOpen);

    /// <summary>The pair between these ends, if there is one.</summary>
    public IcePair? Find(TransportAddress local, TransportAddress remote)
    {
        foreach (var pair in _pairs)
        {
            if (pair.RemoteAddress == remote && pair.Base == local)
            {
                return pair;
            }
        }

        return null;
    }

    /// <summary>
    /// Adds a pair, rated, unless there is one between the same ends (section 6.1.2.4). A full list gives up its
    /// worst pair that is not valid, if that is worse than the new one.
    /// </summary>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(IcePair pair)
    {
        if (Find(pair.Base, pair.RemoteAddress) is not null)
        {
            return false;
        }

        if (_pairs.Count >= maxPairs && !TryEvict(pair))
        {
            return false;
        }

        var index = _pairs.FindIndex(other => other.Priority < pair.Priority);
        _pairs.Insert(index < 0 ? _pairs.Count : index, pair);
        return true;
    }

    /// <summary>One pair of each foundation, the best, is let go first (section 6.1.2.6).</summary>
    public void Thaw()
    {
        var seen = new HashSet<(string, string)>();
        foreach (var pair in _pairs)
        {
            if (pair.State == IcePairState.Frozen && seen.Add(pair.Foundation))
            {
                pair.State = IcePairState.Waiting;
            }
        }
    }

    /// <summary>A pair has become valid: those of its foundation need wait no longer (section 7.2.5.3.3).</summary>
    public void ThawLike(IcePair valid)
    {
        foreach (var pair in _pairs)
        {
            if (pair.State == IcePairState.Frozen && pair.Foundation == valid.Foundation)
            {
                pair.State = IcePairState.Waiting;
            }
        }
    }

    /// <summary>The pair to check next in the ordinary course (section 6.1.4.2); null when none is left.</summary>
    public IcePair? Next()
    {
        IcePair? frozen = null;
        foreach (var pair in _pairs)
        {
            if (pair.State == IcePairState.Waiting)
            {
                return pair;
            }

            if (frozen is null && pair.State == IcePairState.Frozen && !IsFoundationBusy(pair))
            {
                frozen = pair;
            }
        }

        return frozen;
    }

    /// <summary>The roles have changed, and with them what each pair is worth.</summary>
    public void Rate(IceRole role)
    {
        foreach (var pair in _pairs)
        {
            pair.Rate(role);
        }

        _pairs.Sort(static (left, right) => right.Priority.CompareTo(left.Priority));
    }

    /// <summary>The best valid pair, if any.</summary>
    public IcePair? BestValid() => _pairs.Find(pair => pair.State == IcePairState.Succeeded);

    private bool IsFoundationBusy(IcePair frozen) =>
        _pairs.Exists(pair => pair.State == IcePairState.InProgress && pair.Foundation == frozen.Foundation);

    private bool TryEvict(IcePair newcomer)
    {
        var worst = _pairs.FindLastIndex(pair => pair.State != IcePairState.Succeeded && !pair.IsRouteOpen);
        if (worst < 0 || _pairs[worst].Priority >= newcomer.Priority)
        {
            return false;
        }

        _pairs[worst].State = IcePairState.Failed;
        _pairs.RemoveAt(worst);
        return true;
    }
}
