using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>Sends checks, in turn and paced, and takes their answers (RFC 8445, sections 6.1.4 and 7.2).</summary>
internal sealed partial class IceAgent
{
    /// <summary>How long a check waits that the budget has no room for.</summary>
    private static readonly TimeSpan BudgetWait = TimeSpan.FromMilliseconds(20);

    private TimeSpan _nextCheck = TimeSpan.MinValue;
    private long _checksSent;
    private long _answersReceived;

    private TimeSpan NextCheckTimeout
    {
        get
        {
            var next = HasCheckToStart ? _nextCheck : TimeSpan.MaxValue;
            foreach (var check in _checks)
            {
                next = Earlier(next, check.Timer.Due);
            }

            return next;
        }
    }

    private bool HasCheckToStart => _generation.HasRemote && State is not IceState.Failed
        && (_triggered.Count > 0 || (_selected?.Generation != _generation && _list.Next() is not null));

    private void RunChecks(TimeSpan now)
    {
        RunRetransmissions(now);
        RunNomination(now);
        while (HasCheckToStart && now >= _nextCheck)
        {
            var pair = _triggered.Count > 0 ? _triggered.Peek() : _list.Next()!;
            if (!CanSend(pair, now))
            {
                continue;
            }

            if (_triggered.Count > 0)
            {
                _triggered.Dequeue();
            }

            StartCheck(pair, nominates: false, now);
            _nextCheck = now + _options.Pacing;
        }
    }

    /// <returns>False when the pair's turn was used up without a check: it is valid, owes too many answers, or the
    /// budget is empty.</returns>
    private bool CanSend(IcePair pair, TimeSpan now)
    {
        if (pair.State == IcePairState.Succeeded)
        {
            _triggered.Dequeue(); // A late answer has made the check needless.
            return false;
        }

        if (pair.Remote.Unanswered >= _options.MaxUnansweredChecks)
        {
            Fail(pair);
            return false;
        }

        if (!_options.Budget.TryTake(pair.RemoteAddress, now))
        {
            _nextCheck = now + BudgetWait;
            return false;
        }

        return true;
    }

    private void StartCheck(IcePair pair, bool nominates, TimeSpan now)
    {
        var id = StunTransactionId.Create(_generation.Local.Tag, _options.Random);
        var first = _options.Pacing * _list.OpenCount; // RFC 8445, section 14.3.
        var wait = first > _options.FirstRetransmission ? first : _options.FirstRetransmission;
        var check = new IceCheck(pair, id, _role, nominates, now) { Timer = new StunRetransmission(now, wait) };
        _checks.Add(check);
        if (!nominates)
        {
            pair.State = IcePairState.InProgress;
        }

        SendCheck(check, now);
    }

    private void SendCheck(IceCheck check, TimeSpan now)
    {
        Span<byte> buffer = stackalloc byte[IceMessages.MaxLength];
        check.Pair.LastSent = now;
        check.Pair.Remote.Unanswered++;
        _checksSent++;
        var packet = IceMessages.WriteRequest(buffer, check.Id, check.Pair, check.Role, _tieBreaker, check.Nominates);
        _sink.Send(check.Pair.Base, check.Pair.RemoteAddress, packet);
    }

    private void RunRetransmissions(TimeSpan now)
    {
        for (var index = _checks.Count - 1; index >= 0; index--)
        {
            if (index < _checks.Count && now >= _checks[index].Timer.Due)
            {
                Repeat(_checks[index], now);
            }
        }
    }

    private void Repeat(IceCheck check, TimeSpan now)
    {
        var owes = check.Pair.Remote.Unanswered >= _options.MaxUnansweredChecks;
        if (check.IsCancelled || owes || !check.Timer.TryAgain(now))
        {
            _checks.Remove(check);
            if (!check.IsCancelled)
            {
                Fail(check.Pair);
            }
        }
        else if (_options.Budget.TryTake(check.Pair.RemoteAddress, now))
        {
            SendCheck(check, now);
        }
    }

    private bool TryHandleAnswer(
        TransportAddress local, TransportAddress remote, in StunMessage message, TimeSpan now)
    {
        if (TryHandleConsentAnswer(local, remote, message, now))
        {
            return true;
        }

        var check = FindCheck(message.TransactionId);
        if (check is null || !message.IntegrityHolds(check.Pair.Generation.RemoteKey))
        {
            return false;
        }

        _checks.Remove(check);
        _answersReceived++;
        check.Pair.Remote.Unanswered = 0;
        if (message.Class == StunClass.Error)
        {
            HandleRefusal(check, message, now);
        }
        else if (check.Pair.Base != local || check.Pair.RemoteAddress != remote)
        {
            Fail(check.Pair); // Section 7.2.5.2.1: an answer from elsewhere is as good as none.
        }
        else
        {
            HandleSuccess(check, message, now);
        }

        RunChecks(now);
        return true;
    }

    private IceCheck? FindCheck(StunTransactionId id)
    {
        foreach (var check in _checks)
        {
            if (check.Id == id)
            {
                return check;
            }
        }

        return null;
    }

    private void HandleRefusal(IceCheck check, in StunMessage message, TimeSpan now)
    {
        if (!message.TryGetError(out var code) || code != StunError.RoleConflict)
        {
            Fail(check.Pair);
            return;
        }

        // Section 7.2.5.1. A second refusal of the same role must not turn the role back.
        if (check.Role == _role)
        {
            _tieBreaker = NewTieBreaker();
            ChangeRole(_role == IceRole.Controlling ? IceRole.Controlled : IceRole.Controlling);
        }

        if (check.Pair.State != IcePairState.Succeeded)
        {
            check.Pair.State = IcePairState.Waiting;
            Enqueue(check.Pair, now);
        }
    }

    private void HandleSuccess(IceCheck check, in StunMessage message, TimeSpan now)
    {
        var pair = check.Pair;
        if (check.Timer.Sent == 1)
        {
            pair.NoteRoundTrip(now - check.Sent);
        }

        if (pair.State != IcePairState.Succeeded)
        {
            Cancel(pair);
            pair.State = IcePairState.Succeeded;
            NameValidLocal(pair, message);
            OpenRoute(pair);
            _list.ThawLike(pair);
        }

        NoteAlive(now);
        if (check.Nominates)
        {
            ConcludeNomination(pair, now);
        }
        else
        {
            FollowNomination(pair, now);
        }
    }

    /// <summary>
    /// The mapped address names the local end of a valid pair (section 7.2.5.3.1): known, or peer-reflexive.
    /// </summary>
    private void NameValidLocal(IcePair pair, in StunMessage message)
    {
        if (!message.TryGetXorAddress(StunAttribute.XorMappedAddress, out var mapped) || mapped == pair.Local.Address)
        {
            return;
        }

        pair.Local = _locals.Find(own => own.Address == mapped && own.Base == pair.Base) ?? new IceCandidate
        {
            Type = IceCandidateType.PeerReflexive,
            Address = mapped,
            Base = pair.Base,
            Related = pair.Local.Address,
            Priority = pair.CheckPriority,
            Foundation = "prflx",
        };
    }

    private void Fail(IcePair pair)
    {
        Cancel(pair);
        pair.State = IcePairState.Failed;
        if (_triggered.TryPeek(out var first) && first == pair)
        {
            _triggered.Dequeue();
        }

        if (_nominating == pair)
        {
            _nominating = null;
        }
    }

    private void Cancel(IcePair pair)
    {
        foreach (var check in _checks)
        {
            if (check.Pair == pair)
            {
                check.IsCancelled = true;
            }
        }
    }
}
