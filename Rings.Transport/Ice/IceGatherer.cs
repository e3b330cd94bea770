using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>
/// Learns the server-reflexive and relayed candidates of the process's sockets, which all its agents share, and keeps
/// the relays. A state machine like <see cref="IceAgent"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// One socket carries all peers, so a server sees one 5-tuple and gives one allocation: a relayed address is a base
/// like a socket's, over which any number of agents send (<see cref="SendRelayed"/>) and receive
/// (<see cref="IIceGathererSink.RelayReceived"/>).
/// </remarks>
internal sealed class IceGatherer(
    IReadOnlyList<IceServer> servers, TimeSpan deadline, RandomFill random, IIceGathererSink sink)
{
    private readonly List<IceProbe> _probes = [];
    private readonly List<IceRelay> _relays = [];
    private TimeSpan _deadline = TimeSpan.MaxValue;

    /// <summary>When to call <see cref="HandleTimeout"/>; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            var next = _deadline;
            foreach (var probe in _probes)
            {
                next = probe.Due < next ? probe.Due : next;
            }

            foreach (var relay in _relays)
            {
                next = relay.Client is { } client && client.NextTimeout < next ? client.NextTimeout : next;
            }

            return next;
        }
    }

    /// <summary>What has been learnt: server-reflexive and relayed candidates that are valid now.</summary>
    public IReadOnlyList<IceCandidate> Candidates =>
    [
        .. _probes.Where(probe => !probe.Mapped.IsNone).Select(probe =>
            Reflexive(probe.Mapped, probe.Local, probe.Server))
            .Concat(_relays.Where(relay => !relay.Mapped.IsNone && !relay.Local.IsNone)
                .Select(relay => Reflexive(relay.Mapped, relay.Local, relay.Server.Address)))
            .DistinctBy(candidate => (candidate.Address, candidate.Base)),
        .. _relays.Where(relay => !relay.Relayed.IsNone).Select(Relayed),
    ];

    /// <summary>Why servers gave nothing, in words for an operator.</summary>
    public IReadOnlyList<string> Failures =>
    [
        .. _relays.Where(relay => relay.Failure is not null).Select(relay => $"{relay.Server}: {relay.Failure}"),
        .. _probes.Where(probe => !probe.IsPending && probe.Mapped.IsNone).Select(probe =>
            $"Stun {probe.Server}: no answer"),
    ];

    /// <summary>Names a socket to gather for: its bound address.</summary>
    public void AddBase(TransportAddress local)
    {
        foreach (var server in servers.Where(server => server.Address.IsIPv4 == local.IsIPv4))
        {
            if (server.Kind == IceServerKind.Stun)
            {
                _probes.Add(new IceProbe(local, server.Address, random));
            }
            else if (server.Kind == IceServerKind.TurnUdp)
            {
                _relays.Add(new IceRelay(server, local, address => IsSpokenTo(local, address), random, sink));
            }
        }
    }

    /// <summary>
    /// Begins to gather what is not known or no longer fresh; <see cref="IIceGathererSink.GatheringDone"/> follows,
    /// at once (from inside this call) when nothing is missing, at the deadline at the latest.
    /// </summary>
    public void Gather(TimeSpan now)
    {
        AddStreams();
        foreach (var probe in _probes.Where(probe => probe.TryBegin(now)))
        {
            Send(probe);
        }

        foreach (var relay in _relays)
        {
            relay.Begin(now);
        }

        _deadline = now + deadline;
        CheckDone(now);
    }

    /// <summary>Takes a datagram that came from a server's address to a base.</summary>
    /// <returns>False when it is none of the gatherer's: it may be a peer's.</returns>
    public bool HandlePacket(TransportAddress local, TransportAddress server, ReadOnlySpan<byte> packet, TimeSpan now)
    {
        var taken = TryHandleProbe(local, server, packet, now) || TryHandleRelay(local, server, packet, now);
        if (taken)
        {
            CheckDone(now);
        }

        return taken;
    }

    /// <summary>Whether a packet from this address may be a server's that is spoken to.</summary>
    public bool Knows(TransportAddress server)
    {
        foreach (var probe in _probes)
        {
            if (probe.Server == server)
            {
                return true;
            }
        }

        foreach (var relay in _relays)
        {
            if (relay.Server.Address == server)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The TCP connection asked for is up.</summary>
    public void StreamOpened(IceServer server, TimeSpan now)
    {
        if (Find(server) is { IsPending: true, Client: null } relay)
        {
            relay.Start(now);
        }
    }

    /// <summary>Bytes came over the TCP connection to a server.</summary>
    public void HandleStream(IceServer server, ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        Find(server)?.HandleStream(bytes, now);
        CheckDone(now);
    }

    /// <summary>The TCP connection to a server is down, or did not come up.</summary>
    public void StreamClosed(IceServer server, TimeSpan now)
    {
        Find(server)?.Stop("the server cannot be reached, or has closed the connection");
        CheckDone(now);
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(TimeSpan now)
    {
        foreach (var probe in _probes.Where(probe => now >= probe.Due && probe.TryRepeat(now)))
        {
            Send(probe);
        }

        foreach (var relay in _relays)
        {
            relay.Client?.HandleTimeout(now);
        }

        CheckDone(now);
    }

    /// <summary>Sends over a relay, asking it for permission first where that is needed.</summary>
    /// <returns>False when there is no such relay, or it does not take the packet.</returns>
    public bool SendRelayed(TransportAddress relayed, TransportAddress remote, ReadOnlySpan<byte> packet, TimeSpan now)
    {
        foreach (var relay in _relays)
        {
            if (relay.Relayed == relayed && relay.Client is { } client)
            {
                return client.Send(remote, packet, now);
            }
        }

        return false;
    }

    /// <summary>Gives all relays back.</summary>
    public void Close(TimeSpan now)
    {
        _deadline = TimeSpan.MaxValue;
        foreach (var relay in _relays.Where(relay => relay.Client is not null))
        {
            relay.Client!.Close(now);
            if (relay.Server.IsStream)
            {
                sink.CloseStream(relay.Server);
            }
        }

        _relays.Clear();
        _probes.Clear();
    }

    private void AddStreams()
    {
        foreach (var server in servers.Where(
            server => server.IsStream && !_relays.Exists(relay => relay.Origin == server)))
        {
            _relays.Add(new IceRelay(server, default, address => IsSpokenTo(default, address), random, sink));
        }
    }

    private void CheckDone(TimeSpan now)
    {
        if (_deadline == TimeSpan.MaxValue || (now < _deadline
            && (_probes.Exists(static probe => probe is { IsPending: true, IsOverdue: false })
                || _relays.Exists(static relay => relay is { IsPending: true, IsOverdue: false }))))
        {
            return;
        }

        _deadline = TimeSpan.MaxValue;
        foreach (var probe in _probes)
        {
            probe.IsOverdue |= probe.IsPending;
        }

        foreach (var relay in _relays)
        {
            relay.IsOverdue |= relay.IsPending;
        }

        sink.GatheringDone();
    }

    private void Send(IceProbe probe)
    {
        Span<byte> buffer = stackalloc byte[64];
        sink.Send(probe.Local, probe.Server, probe.Write(buffer));
    }

    private bool TryHandleProbe(TransportAddress local, TransportAddress server, ReadOnlySpan<byte> packet,
        TimeSpan now)
    {
        foreach (var probe in _probes)
        {
            if (probe.Server == server && probe.Local == local
                && StunMessage.TryParse(packet, out var message) && probe.TryTake(message, now))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryHandleRelay(TransportAddress local, TransportAddress server, ReadOnlySpan<byte> packet,
        TimeSpan now)
    {
        foreach (var relay in _relays)
        {
            if (relay.Local == local && relay.Server.Address == server && relay.Client is { } client)
            {
                client.HandleMessage(packet, now);
                return true;
            }
        }

        return false;
    }

    // A server sees one 5-tuple of each socket, and gives one relay for it.
    private bool IsSpokenTo(TransportAddress local, TransportAddress server) => !local.IsNone
        && _relays.Exists(relay => relay.Local == local && relay.Server.Address == server);

    private IceRelay? Find(IceServer server) =>
        _relays.Find(relay => relay.Local.IsNone && relay.Server.Address == server.Address);

    private static IceCandidate Reflexive(TransportAddress mapped, TransportAddress local,
        TransportAddress server) => new()
        {
            Type = IceCandidateType.ServerReflexive,
            Address = mapped,
            Base = local,
            Related = local,
            Priority = IcePriority.OfCandidate(IceCandidateType.ServerReflexive, Preference(mapped)),
            Foundation = IceFoundation.Of(IceCandidateType.ServerReflexive, local, server),
        };

    /// <summary>A relay over TCP is worse than one over UDP: what is lost there holds up all that follows.</summary>
    private static IceCandidate Relayed(IceRelay relay) => new()
    {
        Type = IceCandidateType.Relayed,
        Address = relay.Relayed,
        Base = relay.Relayed,
        Related = relay.Mapped,
        Priority = IcePriority.OfCandidate(
            IceCandidateType.Relayed, (ushort)(Preference(relay.Relayed) - (relay.Local.IsNone ? 1024 : 0))),
        Foundation = IceFoundation.Of(IceCandidateType.Relayed, relay.Relayed, relay.Server.Address),
    };

    private static ushort Preference(TransportAddress address) => (ushort)(address.IsIPv6 ? 65535 : 32767);
}
