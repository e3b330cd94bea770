using System.Buffers.Binary;
using Rings.Transport.Dtls;
using Rings.Transport.Ice;
using Rings.Transport.Sdp;

namespace Rings.Transport.WebRtc;

/// <summary>Offers and answers (RFC 9429).</summary>
internal sealed partial class WebRtcPeerConnection
{
    private readonly List<IceCredentials> _credentials = [];
    private SocketSet? _sockets;
    private IReadOnlyCollection<TransportAddress> _claimed = [];
    private IceAgent? _agent;
    private SessionDescription? _remote;
    private DtlsRole _role;
    private ulong _sessionId;
    private int _version;
    private bool _negotiating;
    private bool _offered;

    /// <inheritdoc/>
    public async ValueTask<string> CreateOfferAsync(bool iceRestart = false, CancellationToken cancel = default)
    {
        lock (Gate)
        {
            if (_remote is not null && !iceRestart)
                throw new InvalidOperationException("The connection has been negotiated: only an ICE restart is left.");
            BeginNegotiation();
        }

        try
        {
            var sockets = await GatherAsync(() => _factory.Pool.First, cancel).ConfigureAwait(false);
            lock (Gate)
            {
                Prepare(sockets, IceRole.Controlling);
                _offered = true;
                return Describe(SdpSetup.ActPass, answered: null);
            }
        }
        finally
        {
            EndNegotiation();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<string> CreateAnswerAsync(string offer, CancellationToken cancel = default)
    {
        var remote = SdpReader.ReadOffer(offer);
        lock (Gate)
            BeginNegotiation();

        try
        {
            // Only an offer restarts ICE (RFC 8839, section 4.4): who repeats its credentials gets ours again.
            if (!Continues(remote))
                await PrepareAnswerAsync(remote, cancel).ConfigureAwait(false);

            lock (Gate)
            {
                ObjectDisposedException.ThrowIf(_over, this);
                var setup = AnswerSetup(remote);
                var answer = Describe(setup, remote);
                Accept(remote, setup == SdpSetup.Active ? DtlsRole.Client : DtlsRole.Server);
                return answer;
            }
        }
        finally
        {
            EndNegotiation();
            Settle();
        }
    }

    /// <inheritdoc/>
    public ValueTask AcceptAnswerAsync(string answer, CancellationToken cancel = default) =>
        AtOnce.Do(() => Accept(answer), cancel);

    private void Accept(string answer)
    {
        var remote = SdpReader.ReadAnswer(answer);
        lock (Gate)
        {
            ObjectDisposedException.ThrowIf(_over, this);
            if (!_offered)
                throw new InvalidOperationException("There is no offer that this could answer.");

            _offered = false;
            HashSet<TransportAddress> addresses = [.. remote.Candidates.Select(candidate => candidate.Address)];
            _sockets!.Release(_claimed);
            _sockets.Claim(addresses);
            _claimed = addresses;
            Accept(remote, remote.Setup == SdpSetup.Active ? DtlsRole.Server : DtlsRole.Client);
        }

        Settle();
    }

    private bool Continues(SessionDescription offer)
    {
        lock (Gate)
            return _remote is { } known && known.IceUfrag == offer.IceUfrag && known.IcePassword == offer.IcePassword;
    }

    private async Task PrepareAnswerAsync(SessionDescription offer, CancellationToken cancel)
    {
        HashSet<TransportAddress> addresses = [.. offer.Candidates.Select(candidate => candidate.Address)];
        var sockets = await GatherAsync(() => Choose(addresses), cancel).ConfigureAwait(false);
        lock (Gate)
            Prepare(sockets, offer.IceLite ? IceRole.Controlling : IceRole.Controlled);
    }

    private void BeginNegotiation()
    {
        ObjectDisposedException.ThrowIf(_over, this);
        if (_negotiating || _offered)
            throw new InvalidOperationException("An exchange of descriptions is under way.");
        _negotiating = true;
    }

    private void EndNegotiation()
    {
        lock (Gate)
            _negotiating = false;
    }

    private async Task<SocketSet> GatherAsync(Func<SocketSet> choose, CancellationToken cancel)
    {
        var sockets = _sockets ?? choose();
        sockets.Refresh();
        try
        {
            await _factory.Candidates.GatherAsync(cancel).ConfigureAwait(false);
        }
        catch when (_sockets is null)
        {
            sockets.Release(_claimed);
            throw;
        }

        return sockets;
    }

    private SocketSet Choose(IReadOnlyCollection<TransportAddress> remotes)
    {
        var sockets = _factory.Pool.Choose(remotes);
        _claimed = remotes;
        return sockets;
    }

    // The agent of a first description, or a new generation of the one there is.
    private void Prepare(SocketSet sockets, IceRole role)
    {
        if (_over)
        {
            sockets.Release(_claimed);
            throw new ObjectDisposedException(nameof(WebRtcPeerConnection));
        }

        _sockets = sockets;
        var credentials = _factory.Register(this);
        _credentials.Add(credentials);
        if (_agent is null)
            _agent = new IceAgent(IceOptions(credentials, role), this);
        else
            _agent.Restart(credentials, role);
        ForgetOldCredentials();
        foreach (var candidate in Candidates(sockets))
            _agent.AddLocalCandidate(candidate);
    }

    private IceOptions IceOptions(IceCredentials credentials, IceRole role) => new()
    {
        Role = role,
        Credentials = credentials,
        Random = _factory.Fill,
        Budget = _factory.Budget,
        CheckDeadline = _factory.Options.ConnectDeadline,
    };

    // Those of the generation before count until the new one has a pair.
    private void ForgetOldCredentials()
    {
        for (; _credentials.Count > 2; _credentials.RemoveAt(0))
            _factory.Unregister(_credentials[0].Tag);
    }

    private IEnumerable<IceCandidate> Candidates(SocketSet sockets)
    {
        var learnt = _factory.Candidates.Candidates.Where(candidate =>
            candidate.Type == IceCandidateType.Relayed || sockets.FindSocket(candidate.Base) is not null);
        return _factory.Options.IceTransportPolicy == IceTransportPolicy.Relay
            ? learnt.Where(candidate => candidate.Type == IceCandidateType.Relayed)
            : sockets.HostCandidates.Concat(learnt);
    }

    // An offer of this side, or the answer to one.
    private string Describe(SdpSetup setup, SessionDescription? answered)
    {
        if (_sessionId == 0)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            _factory.Fill(bytes);
            _sessionId = (BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 2) | 1;
        }

        var description = new SessionDescription
        {
            IceUfrag = _agent!.Credentials.Ufrag,
            IcePassword = _agent.Credentials.Password,
            Fingerprints = [_factory.Certificate.Sha256],
            Setup = setup,
            MaxMessageSize = _factory.Options.MaxMessageSize,
            Candidates = _agent.LocalCandidates,
            Media = answered?.Media ?? [SdpWriter.DataChannelSection],
            DataChannelMedia = answered?.DataChannelMedia ?? 0,
            TransportMedia = answered?.TransportMedia ?? 0,
            IsBundled = answered?.IsBundled ?? true,
        };
        return SdpWriter.Write(description, _sessionId, ++_version);
    }

    // RFC 8842, section 5.3: actpass is answered with active; a DTLS association that lives keeps its roles.
    private SdpSetup AnswerSetup(SessionDescription remote)
    {
        if (_remote is not null)
            return _role == DtlsRole.Client ? SdpSetup.Active : SdpSetup.Passive;
        return remote.Setup == SdpSetup.Active ? SdpSetup.Passive : SdpSetup.Active;
    }

    private void Accept(SessionDescription remote, DtlsRole role)
    {
        var first = _remote is null;
        if (!first && !_remote!.Fingerprints.Any(known => remote.Fingerprints.Contains(known)))
            throw new SdpException("a=fingerprint: expected the certificate of the connection that is up");

        // RFC 8842, section 5.2: who takes the other role asks for a new DTLS association.
        if (!first && remote.Setup == (_role == DtlsRole.Client ? SdpSetup.Active : SdpSetup.Passive))
            throw new SdpException("a=setup: expected the role that the connection that is up has");

        _remote = remote;
        _role = first ? role : _role;
        if (first)
            SetState(PeerConnectionState.Connecting);
        _processing = true;
        _agent!.SetRemote(
            new IceRemoteDescription(remote.IceUfrag, remote.IcePassword, remote.Candidates, remote.IceLite), Now);
        _processing = false;
        if (first && _role == DtlsRole.Server)
            StartHandshake();
    }
}
