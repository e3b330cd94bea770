using Rings.Transport.Turn;

namespace Rings.Transport.Ice;

/// <summary>One relay of the gatherer: the TURN client of a server and what it says.</summary>
internal sealed class IceRelay(IceServer server, TransportAddress local, RandomFill random, IIceGathererSink sink)
    : ITurnSink
{
    private readonly TurnStreamReader? _reader = server.IsStream ? new TurnStreamReader() : null;

    /// <summary>The server.</summary>
    public IceServer Server => server;

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

    private bool IsStream => _reader is not null;

    /// <summary>Begins to ask for a relay, unless it stands or is being asked for.</summary>
    public void Begin(TimeSpan now)
    {
        if (IsPending || Client is not null)
        {
            return;
        }

        IsPending = true;
        Failure = null;
        if (IsStream)
        {
            sink.OpenStream(server);
        }
        else
        {
            Start(now);
        }
    }

    /// <summary>Speaks to the server: the socket, or the TCP connection asked for, is there.</summary>
    public void Start(TimeSpan now)
    {
        Client = new TurnClient(
            new TurnOptions
            {
                Username = server.Username,
                Password = server.Password,
                IsStream = IsStream,
                WantsIPv6 = server.Address.IsIPv6,
                Random = random,
            },
            this);
        Client.Start(now);
    }

    /// <summary>Takes bytes of the TCP connection.</summary>
    public void HandleStream(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (Client is not { } client || _reader is null)
        {
            return;
        }

        if (!_reader.TryRead(bytes, message => client.HandleMessage(message, now)))
        {
            Stop("the server's stream is not TURN");
            sink.CloseStream(server);
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
            sink.SendStream(server, bytes);
        }
        else
        {
            sink.Send(local, server.Address, bytes);
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
        Stop(reason);
        if (IsStream)
        {
            sink.CloseStream(server);
        }
    }
}
