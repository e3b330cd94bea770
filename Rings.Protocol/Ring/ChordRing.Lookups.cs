namespace Rings.Protocol.Ring;

/// <content>Look-ups, recursive and iterative, with their further attempts.</content>
internal sealed partial class ChordRing
{
    private int _hostLookups;

    /// <summary>Looks up the owner of a key. One outcome follows, perhaps before this returns.</summary>
    public void Lookup(LookupId id, Did key, LookupStyle style, Instant now)
    {
        if (!_isRunning)
        {
            _effects.LookupFailed(id, LookupFailure.Left);
        }
        else if (_hostLookups >= _settings.OpenLookups)
        {
            _effects.LookupFailed(id, LookupFailure.TooMany);
        }
        else
        {
            if (_isStale) Refresh(now);
            _hostLookups++;
            Begin(new(LookupPurpose.Host, key, style) { Id = id }, now);
            Settle(now);
        }
    }

    /// <inheritdoc/>
    bool ILookupGround.IsLinked(Did peer) => _links.Contains(peer);

    /// <inheritdoc/>
    void ILookupGround.Ask(
        OpenLookup lookup, RouteMode mode, Did target, RouteDecision first, RingMessage.Question question, Instant now) =>
        Ask(Errand.Lookup, mode, target, first, question, lookup, now);

    private void Begin(OpenLookup lookup, Instant now) => _lookups.Begin(lookup, now);

    /// <inheritdoc/>
    void ILookupGround.Finish(OpenLookup lookup, LookupAnswer answer, Instant now)
    {
        switch (lookup.Purpose)
        {
            case LookupPurpose.Host:
                _hostLookups--;
                _effects.LookupAnswered(lookup.Id, answer);
                break;

            case LookupPurpose.Place:
                FoundPlace(answer, now);
                break;

            case LookupPurpose.Finger:
                FoundFinger((int)lookup.Tag, answer, now);
                break;

            case LookupPurpose.LongLink:
                FoundLongLink(answer, now);
                break;

            case LookupPurpose.Check:
                Checked(lookup.Key, answer.Owner == lookup.Key, now);
                break;

            default:
                Met(lookup, answer, now);
                break;
        }
    }

    /// <inheritdoc/>
    void ILookupGround.Fail(OpenLookup lookup, LookupFailure reason, Instant now)
    {
        if (lookup.Purpose == LookupPurpose.Host)
        {
            _hostLookups--;
            _effects.LookupFailed(lookup.Id, reason);
        }
        else if (lookup.Purpose == LookupPurpose.Place && reason == LookupFailure.Unreachable)
        {
            NoPlace(now);
        }
        else if (lookup.Purpose == LookupPurpose.Check && reason == LookupFailure.Unreachable)
        {
            Checked(lookup.Key, isHere: false, now);
        }
    }

    /// <summary>A link went: what waited for it waits no longer.</summary>
    private void Forsake(Did peer, Instant now)
    {
        while (_requests.TakeOf(peer) is { } request)
        {
            if (_isStale) Refresh(now);
            if (request.Lookup is { } lookup) _lookups.Attempt(lookup, LookupFailure.Unreachable, now);
            else if (request.Errand == Errand.Rival) RivalWins(now);
        }
    }

    private void FailLookups()
    {
        foreach (var request in _requests.Open)
        {
            if (request.Lookup is { Purpose: LookupPurpose.Host } lookup)
            {
                _effects.LookupFailed(lookup.Id, LookupFailure.Left);
            }
        }

        _requests.Clear();
        _hostLookups = 0;
    }
}
