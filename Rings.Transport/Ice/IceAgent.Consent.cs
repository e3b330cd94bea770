using System.Buffers.Binary;
using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>Asks the remote side again and again whether it still wants packets (RFC 7675).</summary>
internal sealed partial class IceAgent
{
    /// <summary>
    /// Requests that may still be answered: consent lives 30 s, and a request leaves every 4 s at most.
    /// </summary>
    private readonly ConsentRequest[] _consentRequests = new ConsentRequest[8];
    private int _consentNext;
    private TimeSpan _nextConsent = TimeSpan.MaxValue;
    private TimeSpan _consentUntil = TimeSpan.MaxValue;
    private TimeSpan _alive;

    private readonly record struct ConsentRequest(StunTransactionId Id, IcePair? Pair, TimeSpan Sent);

    private TimeSpan NextConsentTimeout
    {
        get
        {
            if (_selected is null || State is IceState.Failed)
            {
                return TimeSpan.MaxValue;
            }

            var next = Earlier(_nextConsent, _consentUntil);
            return State == IceState.Connected ? Earlier(next, _alive + _options.DisconnectedAfter) : next;
        }
    }

    private void StartConsent(TimeSpan now)
    {
        _alive = now;
        _consentUntil = now + _options.ConsentLifetime;
        _nextConsent = now + SpreadInterval();
    }

    private void StopConsent()
    {
        _nextConsent = TimeSpan.MaxValue;
        _consentUntil = TimeSpan.MaxValue;
        Array.Clear(_consentRequests);
    }

    private void RunConsent(TimeSpan now)
    {
        if (_selected is null || State is IceState.Failed)
        {
            return;
        }

        if (now >= _consentUntil)
        {
            Expire();
            return;
        }

        if (IsSilent(now))
        {
            Become(IceState.Disconnected, null);
        }

        if (now >= _nextConsent)
        {
            _nextConsent = now + SpreadInterval();
            AskConsent(_selected, now);
        }
    }

    private void Expire()
    {
        StopConsent();
        if (_selected!.Generation != _generation && _deadline < TimeSpan.MaxValue)
        {
            ForgetSelected(); // A restart is under way and may still lead somewhere.
            Become(IceState.Checking, null);
            return;
        }

        _checks.Clear();
        _triggered.Clear();
        _deadline = TimeSpan.MaxValue;
        Become(
            IceState.Failed,
            $"{_selected.RemoteAddress} has not consented for {_options.ConsentLifetime.TotalSeconds:0} s");
    }

    private bool IsSilent(TimeSpan now) => now - _alive >= _options.DisconnectedAfter;

    private void AskConsent(IcePair pair, TimeSpan now)
    {
        Span<byte> buffer = stackalloc byte[IceMessages.MaxLength];
        var id = StunTransactionId.Create(pair.Generation.Local.Tag, _options.Random);
        _consentRequests[_consentNext] = new ConsentRequest(id, pair, now);
        _consentNext = (_consentNext + 1) % _consentRequests.Length;
        _checksSent++;
        var packet = IceMessages.WriteRequest(buffer, id, pair, _role, _tieBreaker, nominates: false);
        _sink.Send(pair.Base, pair.RemoteAddress, packet);
    }

    private bool TryHandleConsentAnswer(
        TransportAddress local, TransportAddress remote, in StunMessage message, TimeSpan now)
    {
        var index = FindConsentRequest(message.TransactionId);
        if (index < 0 || _consentRequests[index].Pair is not { } pair || pair.Base != local
            || pair.RemoteAddress != remote || !message.IntegrityHolds(pair.Generation.RemoteKey))
        {
            return false;
        }

        pair.NoteRoundTrip(now - _consentRequests[index].Sent);
        _consentRequests[index] = default;
        _answersReceived++;
        if (message.Class == StunClass.Success && pair == _selected)
        {
            _consentUntil = now + _options.ConsentLifetime;
            NoteAlive(now);
        }

        return true;
    }

    private int FindConsentRequest(StunTransactionId id)
    {
        for (var index = 0; index < _consentRequests.Length; index++)
        {
            if (_consentRequests[index].Pair is not null && _consentRequests[index].Id == id)
            {
                return index;
            }
        }

        return -1;
    }

    private void NoteAlive(TimeSpan now)
    {
        _alive = now;
        if (State == IceState.Disconnected)
        {
            Become(IceState.Connected, null);
        }
    }

    /// <summary>0.8 to 1.2 of the interval, so that nodes do not fall into step (RFC 7675, section 5.1).</summary>
    private TimeSpan SpreadInterval()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        _options.Random(bytes);
        return _options.ConsentInterval * (0.8 + (0.4 * BinaryPrimitives.ReadUInt32BigEndian(bytes) / uint.MaxValue));
    }
}
