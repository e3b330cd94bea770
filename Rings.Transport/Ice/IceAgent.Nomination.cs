namespace Rings.Transport.Ice;

/// <summary>
/// Decides which valid pair is used (RFC 8445, section 8): regular nomination, and following any kind of it.
/// </summary>
internal sealed partial class IceAgent
{
    private IcePair? _nominating;
    private TimeSpan _firstValid = TimeSpan.MaxValue;

    private bool MayNominate => _role == IceRole.Controlling && _nominating is null && _generation.HasRemote
        && _selected?.Generation != _generation && State is not IceState.Failed;

    /// <summary>When patience for a better pair ends.</summary>
    private TimeSpan NominationTimeout =>
        MayNominate && _list.BestValid() is { } best && _firstValid < TimeSpan.MaxValue
        ? NominationTime(best)
        : TimeSpan.MaxValue;

    private TimeSpan NominationTime(IcePair best) => _firstValid
        + (best.IsRelayed ? _options.RelayPatience : _options.NominationPatience)
        + (best.RoundTrip ?? TimeSpan.Zero);

    /// <summary>Nominates the best valid pair once nothing better is to be hoped for, or patience has ended.</summary>
    private void RunNomination(TimeSpan now)
    {
        if (!MayNominate || _list.BestValid() is not { } best)
        {
            return;
        }

        _firstValid = Earlier(_firstValid, now);
        if (HasHopeAbove(best) && now < NominationTime(best))
        {
            return;
        }

        // The path has just proved good, so this one check need not wait for its turn.
        if (_options.Budget.TryTake(best.RemoteAddress, now))
        {
            _nominating = best;
            StartCheck(best, nominates: true, now);
        }
        else
        {
            _firstValid = now + BudgetWait - NominationTime(best) + _firstValid;
        }
    }

    private bool HasHopeAbove(IcePair best)
    {
        foreach (var pair in _list.Pairs)
        {
            if (pair == best)
            {
                break;
            }

            if (pair.IsOpen)
            {
                return true;
            }
        }

        return false;
    }

    private void ConcludeNomination(IcePair pair, TimeSpan now)
    {
        if (_nominating == pair && _role == IceRole.Controlling)
        {
            _nominating = null;
            Select(pair, now);
        }
        else
        {
            FollowNomination(pair, now); // The roles have changed while the check was under way.
        }
    }

    /// <summary>
    /// As the controlled side: a valid pair that the remote side has nominated is used. Of several (an aggressive
    /// peer) the best; a worse one only once the pair in use has fallen silent.
    /// </summary>
    private void FollowNomination(IcePair pair, TimeSpan now)
    {
        if (_role != IceRole.Controlled || !pair.NominatedByRemote || pair == _selected)
        {
            return;
        }

        if (_selected is null || _selected.Generation != _generation
            || pair.Priority > _selected.Priority || IsSilent(now))
        {
            Select(pair, now);
        }
    }

    private void Select(IcePair pair, TimeSpan now)
    {
        var first = _selected?.Generation != _generation;
        _selected = pair;
        _deadline = TimeSpan.MaxValue;
        StopChecks(pair);
        if (first)
        {
            DropRetired();
        }

        StartConsent(now);
        _sink.SelectedPairChanged(pair.Base, pair.RemoteAddress);
        Become(IceState.Connected, null);
    }

    /// <summary>
    /// Section 8.1.2: what has not begun need not begin. Checks of better pairs go on at the controlled side, since an
    /// aggressive peer may still nominate them.
    /// </summary>
    private void StopChecks(IcePair selected)
    {
        _triggered.Clear();
        foreach (var pair in _list.Pairs)
        {
            if (pair.State is IcePairState.Waiting or IcePairState.Frozen)
            {
                pair.State = IcePairState.Failed;
            }
        }

        foreach (var check in _checks)
        {
            check.IsCancelled |= _role == IceRole.Controlling || check.Pair.Priority < selected.Priority;
        }
    }

    private void ForgetSelected()
    {
        _selected = null;
        StopConsent();
    }
}
