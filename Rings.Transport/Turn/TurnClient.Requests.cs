using Rings.Transport.Stun;

namespace Rings.Transport.Turn;

/// <summary>Requests to the server and what comes of them (RFC 8656, sections 7 to 12).</summary>
internal sealed partial class TurnClient
{
    private const uint TransportUdp = 17u << 24;
    private const uint FamilyIPv6 = 2u << 24;
    private const uint WantedLifetime = 600;
    private const int MaxAttempts = 3;
    private const int MaxDomain = 255;
    private const ushort FirstChannel = 0x4000;
    private const ushort LastChannel = 0x4FFF;

    private static readonly TimeSpan PermissionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ChannelLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromSeconds(20);

    private ushort _nextChannel = FirstChannel;

    private void Ask(TurnRequest request, TimeSpan now)
    {
        request.Bytes = Write(request).ToArray();
        request.Timer = new StunRetransmission(now, options.IsStream ? null : options.FirstRetransmission);
        _requests.Add(request);
        sink.Send(request.Bytes);
    }

    private void AskAbout(TurnRequestKind kind, TurnPeer peer, TimeSpan now)
    {
        peer.IsAsking = true;
        Ask(new TurnRequest(kind, peer, 0), now);
    }

    private ReadOnlySpan<byte> Write(TurnRequest request)
    {
        request.Id = StunTransactionId.Create(0, options.Random);
        var writer = new StunWriter(_buffer, StunClass.Request, MethodOf(request.Kind), request.Id);
        switch (request.Kind)
        {
            case TurnRequestKind.Allocate:
                writer.Add(StunAttribute.RequestedTransport, TransportUdp);
                if (options.WantsIPv6)
                {
                    writer.Add(StunAttribute.RequestedAddressFamily, FamilyIPv6);
                }

                break;

            case TurnRequestKind.Refresh:
                writer.Add(StunAttribute.Lifetime, WantedLifetime);
                break;

            case TurnRequestKind.ClearStale:
                writer.Add(StunAttribute.Lifetime, 0u);
                break;

            case TurnRequestKind.Bind:
                writer.Add(StunAttribute.ChannelNumber, (uint)request.Peer!.Channel << 16);
                writer.AddXorAddress(StunAttribute.XorPeerAddress, request.Peer.Address);
                break;

            default:
                writer.AddXorAddress(StunAttribute.XorPeerAddress, request.Peer!.Address);
                break;
        }

        if (_credentials.IsChallenged)
        {
            _credentials.Sign(ref writer);
        }

        return writer.Written;
    }

    private static StunMethod MethodOf(TurnRequestKind kind) => kind switch
    {
        TurnRequestKind.Allocate => StunMethod.Allocate,
        TurnRequestKind.Permit => StunMethod.CreatePermission,
        TurnRequestKind.Bind => StunMethod.ChannelBind,
        _ => StunMethod.Refresh,
    };

    private void Repeat(TurnRequest request, TimeSpan now)
    {
        if (request.Timer.TryAgain(now))
        {
            sink.Send(request.Bytes);
            return;
        }

        _requests.Remove(request);
        if (request.Peer is { } peer)
        {
            Refuse(peer, now);
        }
        else
        {
            Fail($"the server does not answer ({request.Kind})");
        }
    }

    private bool TryHandleAnswer(in StunMessage message, TimeSpan now)
    {
        var request = FindRequest(message.TransactionId);
        if (request is null || message.Method != MethodOf(request.Kind))
        {
            return false;
        }

        if (message.Class == StunClass.Success)
        {
            // A success always answers a signed request, and only who knows the password may have made it.
            if (!_credentials.Verifies(message))
            {
                return false;
            }

            _requests.Remove(request);
            Succeed(request, message, now);
            return true;
        }

        if (!message.TryGetError(out var code) || IsForged(message, code))
        {
            return false;
        }

        _requests.Remove(request);
        Refused(request, message, code, now);
        return true;
    }

    /// <summary>
    /// Refusals for the sake of credentials cannot be signed (RFC 8489, section 9.2.5); others that are not are
    /// believed only while nothing stands that they could destroy.
    /// </summary>
    private bool IsForged(in StunMessage message, int code) =>
        code is not (StunError.Unauthenticated or StunError.StaleNonce)
        && (State == TurnState.Ready || IsSignedRedirect(code)) && !_credentials.Verifies(message);

    /// <summary>
    /// Who is asked to go elsewhere must know that the server says so (RFC 8489, section 14.8). Many redirect before they
    /// ask for credentials: then nothing is signed that could be given away.
    /// </summary>
    private bool IsSignedRedirect(int code) => code == StunError.TryAlternate && _credentials.IsChallenged;

    private static bool TryReadAlternate(in StunMessage message, out TransportAddress server, out string? domain)
    {
        server = default;
        domain = message.TryGet(StunAttribute.AlternateDomain, out var name) && name.Length is > 0 and <= MaxDomain
            && System.Text.Ascii.IsValid(name) ? System.Text.Encoding.ASCII.GetString(name) : null;
        return message.TryGet(StunAttribute.AlternateServer, out var bytes) && StunAddress.TryRead(bytes, out server)
            && server is { Port: > 0, IsUnspecified: false, IsMulticast: false, IsBroadcast: false };
    }

    private TurnRequest? FindRequest(StunTransactionId id)
    {
        foreach (var request in _requests)
        {
            if (request.Id == id)
            {
                return request;
            }
        }

        return null;
    }

    private void Succeed(TurnRequest request, in StunMessage message, TimeSpan now)
    {
        switch (request.Kind)
        {
            case TurnRequestKind.Allocate when message.TryGetXorAddress(StunAttribute.XorRelayedAddress,
                out var relayed):
                Relayed = relayed;
                State = TurnState.Ready;
                _upkeep = now + UpkeepInterval;
                PlanRefresh(message, now);
                message.TryGetXorAddress(StunAttribute.XorMappedAddress, out var mapped);
                sink.Allocated(relayed, mapped);
                break;

            case TurnRequestKind.Allocate:
                Fail("the server's answer names no relay");
                break;

            case TurnRequestKind.Refresh:
                PlanRefresh(message, now);
                break;

            case TurnRequestKind.ClearStale:
                Ask(new TurnRequest(TurnRequestKind.Allocate, null, 0), now);
                break;

            default:
                Permitted(request.Kind, request.Peer!, now);
                break;
        }
    }

    private void PlanRefresh(in StunMessage message, TimeSpan now)
    {
        var lifetime = TimeSpan.FromSeconds(
            message.TryGetUInt32(StunAttribute.Lifetime, out var seconds)
                ? Math.Clamp(seconds, 10, 3600) : WantedLifetime);
        var early = lifetime - Margin;
        _refresh = now + (early > lifetime / 2 ? early : lifetime / 2);
    }

    private void Permitted(TurnRequestKind kind, TurnPeer peer, TimeSpan now)
    {
        peer.IsAsking = false;
        peer.PermittedUntil = now + PermissionLifetime;
        if (kind == TurnRequestKind.Bind)
        {
            peer.BoundUntil = now + ChannelLifetime;
            _channels[peer.Channel] = peer;
        }

        while (peer.Held.TryDequeue(out var packet))
        {
            Pass(peer, packet, now);
        }
    }

    private void Refused(TurnRequest request, in StunMessage message, int code, TimeSpan now)
    {
        var challenged = code is StunError.Unauthenticated or StunError.StaleNonce;
        if (challenged && request.Attempt < MaxAttempts && IsWorthAnother(request, code)
            && _credentials.TryTakeChallenge(message))
        {
            Ask(new TurnRequest(request.Kind, request.Peer, request.Attempt + 1), now);
        }
        else if (code == StunError.AllocationMismatch && request.Kind == TurnRequestKind.Allocate && !_cleared)
        {
            _cleared = true;
            Ask(new TurnRequest(TurnRequestKind.ClearStale, null, 0), now);
        }
        else if (code == StunError.TryAlternate && request.Kind == TurnRequestKind.Allocate
            && TryReadAlternate(message, out var server, out var domain))
        {
            End();
            sink.Redirected(server, domain, now);
        }
        else if (request.Kind == TurnRequestKind.ClearStale && code == StunError.AllocationMismatch)
        {
            Ask(new TurnRequest(TurnRequestKind.Allocate, null, 0), now); // Nothing was left to clear.
        }
        else if (request.Peer is { } peer && code is not StunError.AllocationMismatch)
        {
            Refuse(peer, now);
        }
        else
        {
            Fail(Explain(request.Kind, message, code));
        }
    }

    /// <summary>
    /// A 401 to a request that was signed means a wrong password: the same again would be refused again.
    /// </summary>
    private bool IsWorthAnother(TurnRequest request, int code) =>
        code == StunError.StaleNonce || request.Attempt == 0
            && !(_credentials.IsChallenged && State == TurnState.Ready);

    private static void Refuse(TurnPeer peer, TimeSpan now)
    {
        peer.IsAsking = false;
        peer.Held.Clear();
        if (now >= peer.PermittedUntil)
        {
            peer.RefusedUntil = now + Margin;
        }
    }

    private static string Explain(TurnRequestKind kind, in StunMessage message, int code)
    {
        var hint = code switch
        {
            StunError.TryAlternate => "it wants another server to be asked, and names none that can be",
            StunError.Unauthenticated => "user name or password is wrong",
            StunError.Forbidden => "it is forbidden there",
            StunError.AllocationMismatch => "it knows of no such relay, or of another one",
            StunError.WrongCredentials => "the relay belongs to another user",
            StunError.UnsupportedTransport => "it does not relay UDP",
            StunError.AddressFamilyNotSupported => "it does not relay this address family",
            StunError.AllocationQuotaReached => "this user has too many relays",
            StunError.InsufficientCapacity => "it is full",
            _ => message.GetErrorReason(),
        };
        return $"the server refuses ({kind}, {code}): {hint}";
    }

    /// <summary>Renews what is in use, and forgets the rest.</summary>
    private void KeepPeers(TimeSpan now)
    {
        _upkeep = now + UpkeepInterval;
        foreach (var peer in _peers.Values.ToList())
        {
            var idle = now - peer.LastUsed > PermissionLifetime;
            if (idle && now >= peer.PermittedUntil && now >= peer.BoundUntil)
            {
                _peers.Remove(peer.Address);
                _channels.Remove(peer.Channel);
            }
            else if (!idle && !peer.IsAsking)
            {
                Renew(peer, now);
            }
        }
    }

    private void Renew(TurnPeer peer, TimeSpan now)
    {
        if (peer.Channel != 0 && peer.BoundUntil - now < Margin)
        {
            AskAbout(TurnRequestKind.Bind, peer, now);
        }
        else if (peer.PermittedUntil > now && peer.PermittedUntil - now < Margin)
        {
            AskAbout(TurnRequestKind.Permit, peer, now);
        }
    }

    /// <summary>Channel numbers are not used twice: a server keeps one 5 minutes longer than it is bound.</summary>
    private bool TryNumber(TurnPeer peer)
    {
        if (peer.Channel == 0 && _nextChannel <= LastChannel)
        {
            peer.Channel = _nextChannel++;
        }

        return peer.Channel != 0;
    }
}
