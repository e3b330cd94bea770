namespace Rings.Protocol.Ring;

/// <summary>Questions of this node that wait for an answer, and a few whose answer is late.</summary>
internal sealed class PendingRequests(RingSettings settings)
{
    /// <summary>Questions whose late answer is still taken, at most.</summary>
    private const int MostLate = 16;

    private readonly List<PendingRequest> _open = [];
    private readonly Queue<PendingRequest> _late = new(0);
    private readonly AnswerClock _clock = new(settings.AnswerTimeout, settings.LongestAnswerTimeout);
    private uint _last;

    /// <summary>The earliest deadline; null where nothing waits.</summary>
    public Instant? NextDeadline
    {
        get
        {
            Instant? next = null;
            foreach (var request in _open)
            {
                if (next is null || request.Deadline < next) next = request.Deadline;
            }

            return next;
        }
    }

    /// <summary>Those that wait for an answer in time, in the order in which they were asked.</summary>
    public IReadOnlyList<PendingRequest> Open => _open;

    /// <summary>A question goes out.</summary>
    /// <param name="errand">What it is for.</param>
    /// <param name="mode">How it is routed: what goes to an owner may take longer.</param>
    /// <param name="peer">Who is to answer; the first hop of a routed one.</param>
    /// <param name="lookup">The look-up that it is a step of.</param>
    /// <param name="now">The time.</param>
    public RequestId Add(Errand errand, RouteMode mode, Did peer, OpenLookup? lookup, Instant now)
    {
        var id = new RequestId(++_last);
        _open.Add(new(id, errand, peer, now, now + Wait(mode), lookup));
        return id;
    }

    /// <summary>One that waits; null where none of this name does.</summary>
    public PendingRequest? Find(RequestId id)
    {
        var index = _open.FindIndex(request => request.Id == id);
        return index < 0 ? null : _open[index];
    }

    /// <summary>One whose time is over, but whose answer is still taken.</summary>
    public PendingRequest? FindLate(RequestId id)
    {
        foreach (var request in _late)
        {
            if (request.Id == id) return request;
        }

        return null;
    }

    /// <summary>Its answer came. How long it took says how long to wait for the next.</summary>
    public void Answered(PendingRequest request, Instant now)
    {
        _open.Remove(request);
        if (request.Lookup is null) _clock.Measure(now - request.Asked);
    }

    /// <summary>It is not waited for any longer.</summary>
    public void Remove(PendingRequest request) => _open.Remove(request);

    /// <summary>It was not answered in time: its answer is still taken for a while.</summary>
    public void IsLate(PendingRequest request)
    {
        if (_late.Count == MostLate) _late.Dequeue();
        _late.Enqueue(request);
    }

    /// <summary>Takes one away whose time is over.</summary>
    public PendingRequest? TakeExpired(Instant now) => Take(request => now >= request.Deadline);

    /// <summary>Takes one away that waits for <paramref name="peer"/>.</summary>
    public PendingRequest? TakeOf(Did peer) => Take(request => request.Peer == peer);

    /// <summary>Whether a peer has a question for this errand already.</summary>
    public bool IsAsked(Errand errand, Did peer) =>
        _open.Exists(request => request.Errand == errand && request.Peer == peer);

    /// <summary>Whether a look-up of this purpose is under way.</summary>
    public bool IsLookingUp(LookupPurpose purpose) => _open.Exists(request => request.Lookup?.Purpose == purpose);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _open.Clear();
        _late.Clear();
    }

    private PendingRequest? Take(Predicate<PendingRequest> isWanted)
    {
        var index = _open.FindIndex(isWanted);
        if (index < 0) return null;
        var request = _open[index];
        _open.RemoveAt(index);
        return request;
    }

    private TimeSpan Wait(RouteMode mode)
    {
        if (mode != RouteMode.Owner) return _clock.Wait;
        return _clock.Wait > settings.AnswerTimeout && _clock.Wait * 2 > settings.LookupTimeout
            ? _clock.Wait * 2
            : settings.LookupTimeout;
    }
}
