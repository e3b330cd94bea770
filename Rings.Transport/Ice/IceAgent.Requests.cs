using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>Answers the remote side's checks and learns from them (RFC 8445, section 7.3).</summary>
internal sealed partial class IceAgent
{
    private const int MaxEarlyRequests = 16;

    private long _requestsReceived;
    private long _dropped;

    /// <summary>A check that came before the remote side's description did.</summary>
    private readonly record struct EarlyRequest(
        TransportAddress Local, TransportAddress Remote, uint Priority, bool Nominates);

    private bool TryHandleRequest(
        TransportAddress local, TransportAddress remote, in StunMessage message, TimeSpan now)
    {
        var generation = GenerationOf(message);
        if (generation is null || State == IceState.Failed || !IsKnownBase(local)
            || !message.IntegrityHolds(generation.LocalKey))
        {
            return false;
        }

        _requestsReceived++;
        if (IsRefused(local, remote, message, generation))
        {
            return true;
        }

        SendAnswer(local, remote, message.TransactionId, generation);
        NoteAlive(now);
        if (generation == _generation)
        {
            Learn(local, remote, message, now);
        }

        return true;
    }

    private IceGeneration? GenerationOf(in StunMessage message) =>
        !message.TryGet(StunAttribute.Username, out var username) ? null
        : _generation.IsFor(username) ? _generation
        : _previous is not null && _previous.IsFor(username) ? _previous
        : null;

    private bool IsRefused(
        TransportAddress local, TransportAddress remote, in StunMessage message, IceGeneration generation)
    {
        Span<ushort> unknown = stackalloc ushort[8];
        var count = message.CopyUnknownRequired(unknown);
        if (count > 0)
        {
            SendError(local, remote, message.TransactionId, StunError.UnknownAttribute, unknown[..count], generation);
            return true;
        }

        if (generation == _generation && !TrySettleRoles(message))
        {
            SendError(local, remote, message.TransactionId, StunError.RoleConflict, [], generation);
            return true;
        }

        return false;
    }

    /// <summary>Both sides claim one role: the greater tie-breaker controls (section 7.3.1.1).</summary>
    /// <returns>False when it is the remote side that must change.</returns>
    private bool TrySettleRoles(in StunMessage message)
    {
        if (_role == IceRole.Controlling && message.TryGetUInt64(StunAttribute.IceControlling, out var theirs))
        {
            return _tieBreaker < theirs && ChangeRole(IceRole.Controlled);
        }

        if (_role == IceRole.Controlled && message.TryGetUInt64(StunAttribute.IceControlled, out theirs))
        {
            return _tieBreaker < theirs || ChangeRole(IceRole.Controlling);
        }

        return true;
    }

    private bool ChangeRole(IceRole role)
    {
        _role = role;
        _nominating = null;
        _list.Rate(role);
        return true;
    }

    private void Learn(TransportAddress local, TransportAddress remote, in StunMessage message, TimeSpan now)
    {
        message.TryGetUInt32(StunAttribute.Priority, out var priority);
        var request = new EarlyRequest(local, remote, priority, message.Has(StunAttribute.UseCandidate));
        if (_generation.HasRemote)
        {
            Trigger(request, now);
            RunChecks(now);
        }
        else if (_early.Count < MaxEarlyRequests && !_early.Contains(request))
        {
            _early.Add(request);
        }
    }

    private void ReplayEarlyRequests(TimeSpan now)
    {
        foreach (var request in _early)
        {
            Trigger(request, now);
        }

        _early.Clear();
    }

    /// <summary>The triggered check (section 7.3.1.4) and the nomination (section 7.3.1.5).</summary>
    private void Trigger(EarlyRequest request, TimeSpan now)
    {
        if (FindOrLearnPair(request.Local, request.Remote, request.Priority) is not { } pair)
        {
            return;
        }

        OpenRoute(pair);
        var nominated = request.Nominates && _role == IceRole.Controlled;
        pair.NominatedByRemote |= nominated;
        if (pair.State == IcePairState.Succeeded)
        {
            FollowNomination(pair, now);
        }
        else if (_selected?.Generation != _generation || nominated)
        {
            Enqueue(pair, now);
        }
    }

    /// <summary>A check under way is repeated early, but not so early that its answer may just be on the way.</summary>
    private void Enqueue(IcePair pair, TimeSpan now)
    {
        var fresh = pair.State == IcePairState.InProgress && now - pair.LastSent < _options.FirstRetransmission / 4;
        if (fresh || _triggered.Contains(pair))
        {
            return;
        }

        Cancel(pair);
        pair.State = IcePairState.Waiting;
        _triggered.Enqueue(pair);
    }

    private void SendAnswer(
        TransportAddress local, TransportAddress remote, StunTransactionId id, IceGeneration generation)
    {
        Span<byte> buffer = stackalloc byte[IceMessages.MaxLength];
        _sink.Send(local, remote, IceMessages.WriteSuccess(buffer, id, remote, generation));
    }

    private void SendError(
        TransportAddress local, TransportAddress remote, StunTransactionId id, int code,
        ReadOnlySpan<ushort> unknown, IceGeneration generation)
    {
        Span<byte> buffer = stackalloc byte[IceMessages.MaxLength];
        _sink.Send(local, remote, IceMessages.WriteError(buffer, id, code, unknown, generation));
    }
}
