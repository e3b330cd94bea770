using Rings.Transport.Turn;

namespace Rings.Transport.Ice;

/// <summary>
/// One relay of the gatherer: the TURN client of a server and what it says. The server may send it on to another one.
/// </summary>
/// <param name="server">The server that the configuration names.</param>
/// <param name="local">The socket that datagrams to it leave from; the default value over a stream.</param>
/// <param name="isTaken">Whether another relay from this socket speaks to a server already.</param>
/// <param name="random">Transaction ids.</param>
/// <param name="sink">The gatherer's.</param>
internal sealed class IceRelay(
    IceServer server, TransportAddress local, Predicate<TransportAddress> isTaken, RandomFill random,
    IIceGathererSink sink) : ITurnSink
{
    // How often a server may send on in one go; each server is asked once in it (RFC 8489, section 10).
    private const int MaxRedirections = 4;

    private readonly HashSet<TransportAddress> _asked = [];
    private TurnStreamReader _reader = new();

    /// <summary>The server that the configuration names.</summary>
    public IceServer Origin { get; } = server;

    /// <summary>The server that is spoken to.</summary>
    public IceServer Server { get; private set; } = server;

    /// <summary>The socket that datagrams to the server leave from; the default value over a stream.</summary>
    public TransportAddress Local => local;

    /// <summary>The client; null while none is at work.</summary>
    public TurnClient? Client { get; private set; }

    /// <summary>Where the server relays; the default value while it does not.</summary>
    public TransportAddress Relayed { get; private set; }

    /// <summary>Where the server sees the socket; the default value while that is not known.</summary>
    public TransportAddress Mapped { get; private set; }

    /// <summary>Whether an answer is awaited.</summary>
    public bool IsPending { get; private set; }

    /// <summary>
    /// Whether the server has let a deadline pass: it is asked on, but not waited for until it answers.
    /// </summary>
    public bool IsOverdue { get; set; }

    /// <summary>Why there is no relay; null while there is, or may be.</summary>
    public string? Failure { get; private set; }

    private bool IsStream => Server.IsStream;

    /// <summary>Begins to ask for a relay, unless it stands or is being asked for.</summary>
    public void Begin(TimeSpan now)
    {
        if (IsPending || Client is not null)
        {
            return;
        }

        IsPending = true;
        Failure = null;
        _asked.Clear();
        Approach(Origin, now);
    }

    /// <summary>Speaks to the server: the socket, or the TCP connection asked for, is there.</summary>
    public void Start(TimeSpan now)
    {
        Client = new TurnClient(
            new TurnOptions
            {
                Username = Origin.Username,
                Password = Origin.Password,
                IsStream = IsStream,
                WantsIPv6 = Server.Address.IsIPv6,
                Random = random,
            },
            this);
        Client.Start(now);
    }

    /// <summary>Takes bytes of the TCP connection.</summary>
    public void HandleStream(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (Client is not { } client || !IsStream)
        {
            return;
        }

        // The client may be sent on to another server by one message; what follows was for it, and is dropped.
        if (!_reader.TryRead(bytes, message => client.HandleMessage(message, now)) && Client == client)
        {
            Stop("the server's stream is not TURN");
            sink.CloseStream(Server);
        }
    }

    /// <summary>There is no relay, or no longer.</summary>
    public void Stop(string reason)
    {
        var lost = Relayed;
        Client = null;
        IsPending = false;
        Failure = reason;
        Relayed = Mapped = default;
        if (!lost.IsNone)
        {
            sink.RelayLost(lost, reason);
        }
    }

    void ITurnSink.Send(ReadOnlySpan<byte> bytes)
    {
        if (IsStream)
        {
            sink.SendStream(Server, bytes);
        }
        else
        {
            sink.Send(local, Server.Address, bytes);
        }
    }

    void ITurnSink.Allocated(TransportAddress relayed, TransportAddress mapped)
    {
        IsPending = IsOverdue = false;
        Relayed = relayed;
        Mapped = IsStream ? default : mapped; // What TCP comes from is of no use to UDP.
    }

    void ITurnSink.Received(TransportAddress peer, ReadOnlySpan<byte> packet) =>
        sink.RelayReceived(Relayed, peer, packet);

    void ITurnSink.Failed(string reason)
    {
        var spokenTo = Server;
        Stop(reason);
        if (IsStream)
        {
            sink.CloseStream(spokenTo);
        }
    }

    void ITurnSink.Redirected(TransportAddress address, string? domain, TimeSpan now)
    {
        var problem = address.IsIPv4 != Server.Address.IsIPv4 ? "an address of another family"
            : _asked.Contains(address) ? "a server that was asked already"
            : _asked.Count > MaxRedirections ? "yet another server"
            : isTaken(address) ? "a server that is in use already"
            : null;
        var left = Server;
        Client = null;
        if (problem is not null)
        {
            Stop($"the server sends on to {problem}: {address}");
        }

        if (IsStream)
        {
            sink.CloseStream(left);
        }

        if (problem is null)
        {
            Approach(Server with { Address = address, Host = domain ?? Server.Host }, now);
        }
    }

    private void Approach(IceServer next, TimeSpan now)
    {
        Server = next;
        _asked.Add(next.Address);
        if (!IsStream)
        {
            Start(now);
            return;
        }

        _reader = new TurnStreamReader();
        sink.OpenStream(next);
    }
}
