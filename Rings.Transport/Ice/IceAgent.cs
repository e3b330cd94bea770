using System.Buffers.Binary;
using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>
/// A full ICE agent (RFC 8445) for one component without trickling, as a state machine: packets and time go in,
/// packets and events come out through <see cref="IIceSink"/>. Times are monotonic, of any origin. Not thread-safe.
/// </summary>
/// <remarks>
/// It knows sockets and relays only as bases: local candidates are added by whoever gathers (<see
/// cref="IceGatherer"/>). A packet that came to a base that no local candidate has is ignored, so a relay-only agent
/// stays relay-only.
/// <code>
/// New --SetRemote--> Checking --nominated--> Connected &lt;--silence, answer--> Disconnected
///                        \--deadline--> Failed &lt;--consent expired--/
/// </code>
/// </remarks>
internal sealed partial class IceAgent
{
    private readonly IceOptions _options;
    private readonly IIceSink _sink;
    private readonly List<IceCandidate> _locals = [];
    private readonly List<IceRemoteCandidate> _remotes = [];
    private readonly List<IceCheck> _checks = [];
    private readonly Queue<IcePair> _triggered = [];
    private readonly List<EarlyRequest> _early = [];
    private readonly List<IcePair> _retired = [];
    private IceCheckList _list;
    private IceGeneration _generation;
    private IceGeneration? _previous;
    private IcePair? _selected;
    private IceRole _role;
    private ulong _tieBreaker;
    private TimeSpan _deadline = TimeSpan.MaxValue;
    private int _leftOut;

    /// <summary>Makes an agent in state <see cref="IceState.New"/>.</summary>
    public IceAgent(IceOptions options, IIceSink sink)
    {
        _options = options;
        _sink = sink;
        _role = options.Role;
        _list = new IceCheckList(options.MaxPairs);
        _generation = new IceGeneration(options.Credentials);
        _tieBreaker = NewTieBreaker();
    }

    /// <summary>The state now.</summary>
    public IceState State { get; private set; }

    /// <summary>The role now.</summary>
    public IceRole Role => _role;

    /// <summary>Whether data goes over a relay now, of either side.</summary>
    public bool IsRelayed => _selected is { IsRelayed: true };

    /// <summary>This side's credentials.</summary>
    public IceCredentials Credentials => _generation.Local;

    /// <summary>
    /// The credentials before the last restart, which count until the new ones have led to a pair; null otherwise.
    /// </summary>
    public IceCredentials? PreviousCredentials => _previous?.Local;

    /// <summary>The local candidates: what the SDP says.</summary>
    public IReadOnlyList<IceCandidate> LocalCandidates => _locals;

    /// <summary>When to call <see cref="HandleTimeout"/>; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            if (State is IceState.Closed)
            {
                return TimeSpan.MaxValue;
            }

            var next = Earlier(NextConsentTimeout, NextCheckTimeout);
            return _list.Pairs.Count > 0
                ? Earlier(next, Earlier(NominationTimeout, _deadline)) : Earlier(next, _deadline);
        }
    }

    /// <summary>
    /// Adds a local candidate; before <see cref="SetRemote"/>. A second one of the same address and base is ignored.
    /// </summary>
    public void AddLocalCandidate(IceCandidate candidate)
    {
        if (State != IceState.Closed && !_generation.HasRemote
            && !_locals.Exists(known => known.Address == candidate.Address && known.Base == candidate.Base))
        {
            _locals.Add(candidate);
        }
    }

    /// <summary>
    /// Takes the remote side's description and begins to check. Later ones of one generation add the candidates that
    /// they name for the first time (RFC 8839, section 4.4.3).
    /// </summary>
    public void SetRemote(IceRemoteDescription remote, TimeSpan now)
    {
        if (State == IceState.Closed)
        {
            return;
        }

        if (_generation.HasRemote)
        {
            FormPairs(remote.Candidates);
            RunChecks(now);
            return;
        }

        _generation.SetRemote(remote.Ufrag, remote.Password);
        if (remote.Lite)
        {
            _role = IceRole.Controlling; // RFC 8445, section 6.1.1: a full agent controls a lite one.
        }

        FormPairs(remote.Candidates);
        _deadline = now + _options.CheckDeadline;
        ReplayEarlyRequests(now);
        if (_selected is null)
        {
            Become(IceState.Checking, null);
        }

        RunChecks(now);
    }

    /// <summary>
    /// Begins a new generation (RFC 8445, section 2.4): new credentials, candidates added anew, then
    /// <see cref="SetRemote"/>. The pair in use stays in use until the new generation has one.
    /// </summary>
    public void Restart(IceCredentials credentials, IceRole role)
    {
        if (State == IceState.Closed)
        {
            return;
        }

        Retire(_list.Pairs);
        _previous = _generation;
        _generation = new IceGeneration(credentials);
        _list = new IceCheckList(_options.MaxPairs);
        _checks.Clear();
        _triggered.Clear();
        _early.Clear();
        _remotes.Clear();
        _leftOut = 0;
        _locals.Clear();
        _nominating = null;
        _firstValid = TimeSpan.MaxValue;
        _deadline = TimeSpan.MaxValue;
        _role = role;
        _tieBreaker = NewTieBreaker();
        if (State == IceState.Failed)
        {
            ForgetSelected();
            Become(IceState.New, null);
        }
    }

    /// <summary>Takes a packet whose first byte is 0 to 3 (RFC 7983).</summary>
    /// <param name="local">The base that it came to.</param>
    /// <param name="remote">Where it came from.</param>
    /// <param name="packet">Its bytes; anything at all.</param>
    /// <param name="now">The time.</param>
    public void HandlePacket(TransportAddress local, TransportAddress remote, ReadOnlySpan<byte> packet, TimeSpan now)
    {
        if (State == IceState.Closed || !StunMessage.TryParse(packet, out var message)
            || message.Method != StunMethod.Binding || !TryHandle(local, remote, message, now))
        {
            _dropped++;
        }
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(TimeSpan now)
    {
        if (State == IceState.Closed)
        {
            return;
        }

        RunConsent(now);
        RunChecks(now);
        if (now >= _deadline)
        {
            GiveUpChecking();
        }
    }

    /// <summary>A packet of a higher layer that was genuine came in: the remote side lives.</summary>
    public void NoteReceived(TimeSpan now) => NoteAlive(now);

    /// <summary>Ends the agent; nothing is sent any more.</summary>
    public void Close()
    {
        if (State == IceState.Closed)
        {
            return;
        }

        CloseRoutes(_list.Pairs);
        CloseRoutes(_retired);
        _checks.Clear();
        _triggered.Clear();
        _early.Clear();
        Become(IceState.Closed, null);
    }

    private static TimeSpan Earlier(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private bool TryHandle(TransportAddress local, TransportAddress remote, in StunMessage message, TimeSpan now) =>
        message.Class switch
        {
            StunClass.Request => TryHandleRequest(local, remote, message, now),
            StunClass.Success or StunClass.Error => TryHandleAnswer(local, remote, message, now),
            _ => true, // A Binding indication: a keep-alive, with nothing to answer (RFC 8445, section 11).
        };

    private void GiveUpChecking()
    {
        _deadline = TimeSpan.MaxValue;
        _checks.Clear();
        _triggered.Clear();
        if (_selected is null)
        {
            Become(IceState.Failed, _leftOut == 0
                ? $"no path to any of {_remotes.Count} remote candidates by the deadline"
                : $"no path to any of {_remotes.Count} remote candidates by the deadline; {_leftOut} more were left out");
        }
    }

    private void Become(IceState state, string? reason)
    {
        if (state != State)
        {
            State = state;
            _sink.StateChanged(state, reason);
        }
    }

    private void OpenRoute(IcePair pair)
    {
        if (pair.IsRouteOpen)
        {
            return;
        }

        pair.IsRouteOpen = true;
        var predecessor = _retired.Find(old =>
            old.IsRouteOpen && old.Base == pair.Base && old.RemoteAddress == pair.RemoteAddress);
        if (predecessor is not null)
        {
            predecessor.IsRouteOpen = false; // The generations share the route: it goes over to the new one.
            return;
        }

        _sink.RouteOpened(pair.Base, pair.RemoteAddress);
    }

    /// <summary>Keeps the pairs of an ended generation that packets may still come over.</summary>
    private void Retire(IReadOnlyList<IcePair> pairs)
    {
        CloseRoutes(_retired);
        _retired.Clear();
        _retired.AddRange(pairs.Where(pair => pair.IsRouteOpen));
        if (_selected is not null && !_retired.Contains(_selected))
        {
            _retired.Add(_selected);
        }
    }

    /// <summary>The new generation has a pair: those of the old one go.</summary>
    private void DropRetired()
    {
        CloseRoutes(_retired);
        _retired.Clear();
        _previous = null;
    }

    private void CloseRoutes(IReadOnlyList<IcePair> pairs)
    {
        foreach (var pair in pairs)
        {
            if (pair.IsRouteOpen)
            {
                pair.IsRouteOpen = false;
                _sink.RouteClosed(pair.Base, pair.RemoteAddress);
            }
        }
    }

    private ulong NewTieBreaker()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        _options.Random(bytes);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
