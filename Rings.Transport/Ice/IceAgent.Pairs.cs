namespace Rings.Transport.Ice;

/// <summary>Which pairs there are (RFC 8445, section 6.1.2).</summary>
internal sealed partial class IceAgent
{
    private void FormPairs(IReadOnlyList<IceCandidate> candidates)
    {
        var usable = candidates.Where(candidate => IsAcceptable(candidate.Address)
            && FindRemote(candidate.Address) is null).DistinctBy(candidate => candidate.Address);
        var ranked = IceCandidateRanking.Rank(usable);
        var room = Math.Max(0, _options.MaxRemoteCandidates - _remotes.Count);
        _remotes.AddRange(ranked.Take(room).Select(static candidate => new IceRemoteCandidate(candidate)));
        _leftOut += Math.Max(0, ranked.Count - room);

        foreach (var remote in _remotes)
        {
            foreach (var local in _locals)
            {
                TryPair(local, remote, out _);
            }
        }

        _list.Thaw();
    }

    /// <summary>
    /// Whether an address that a stranger names may be sent to: never to many at once, and to this machine or this
    /// wire only if this side offers itself there.
    /// </summary>
    private bool IsAcceptable(TransportAddress address) =>
        address is { IsNone: false, Port: > 0, IsUnspecified: false, IsMulticast: false, IsBroadcast: false }
        && (!address.IsLoopback || _locals.Exists(local => local.Address.IsLoopback))
        && (!address.IsLinkLocal || _locals.Exists(local => local.Address.IsLinkLocal))
        && (!address.IsPrivate || _options.AllowPrivateAddresses);

    private bool TryPair(IceCandidate local, IceRemoteCandidate remote, out IcePair? pair)
    {
        pair = null;
        var address = remote.Candidate.Address;
        if (local.Address.IsIPv4 != address.IsIPv4 || local.Address.IsLoopback != address.IsLoopback)
        {
            return false;
        }

        if (address is { IsIPv6: true, IsLinkLocal: true, Scope: 0 })
        {
            address = address.WithScope(local.Address.Scope);
            if (address.Scope == 0)
            {
                return false; // Without an interface there is no telling which wire is meant.
            }
        }

        pair = new IcePair(_generation, local, remote, address);
        pair.Rate(_role);
        return _list.TryAdd(pair);
    }

    /// <summary>
    /// The pair that a genuine check came over, made if need be (section 7.3.1.3): null when there is no room.
    /// </summary>
    private IcePair? FindOrLearnPair(TransportAddress local, TransportAddress remote, uint priority)
    {
        if (_list.Find(local, remote) is { } known)
        {
            return known;
        }

        // Candidates are listed best first, so the first one of the base stands for it.
        var candidate = _locals.Find(own => own.Base == local && own.Address.IsIPv4 == remote.IsIPv4);
        var peer = FindRemote(remote) ?? LearnRemote(remote, priority);
        return candidate is not null && peer is not null && TryAddLearnt(candidate, peer, remote, out var pair)
            ? pair
            : null;
    }

    private bool TryAddLearnt(
        IceCandidate local, IceRemoteCandidate remote, TransportAddress address, out IcePair pair)
    {
        pair = new IcePair(_generation, local, remote, address) { State = IcePairState.Waiting };
        pair.Rate(_role);
        return _list.TryAdd(pair);
    }

    private IceRemoteCandidate? FindRemote(TransportAddress address) =>
        _remotes.Find(remote => remote.Candidate.Address == address);

    /// <summary>A peer-reflexive remote candidate. As many again are kept as a description may have.</summary>
    private IceRemoteCandidate? LearnRemote(TransportAddress address, uint priority)
    {
        if (_remotes.Count >= 2 * _options.MaxRemoteCandidates)
        {
            return null;
        }

        var learnt = new IceRemoteCandidate(new IceCandidate
        {
            Type = IceCandidateType.PeerReflexive,
            Address = address,
            Priority = priority,
            Foundation = $"prflx{_remotes.Count}",
        });
        _remotes.Add(learnt);
        return learnt;
    }

    /// <remarks>A loop: whatever comes before a packet is known to be genuine allocates nothing, not even a
    /// closure.</remarks>
    private bool IsKnownBase(TransportAddress local)
    {
        foreach (var own in _locals)
        {
            if (own.Base == local)
            {
                return true;
            }
        }

        foreach (var pair in _retired)
        {
            if (pair.Base == local)
            {
                return true;
            }
        }

        return false;
    }
}
