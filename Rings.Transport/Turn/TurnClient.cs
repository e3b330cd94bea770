using System.Buffers.Binary;
using Rings.Transport.Stun;

namespace Rings.Transport.Turn;

/// <summary>
/// A TURN client (RFC 8656) for one relay over one 5-tuple, UDP or TCP to the server, UDP beyond it: a state machine
/// like the agent. Permissions and channels come and go with use. Not thread-safe.
/// </summary>
internal sealed partial class TurnClient(TurnOptions options, ITurnSink sink)
{
    /// <summary>The longest packet that is relayed, in bytes.</summary>
    public const int MaxPacket = 1500;

    private const int ChannelHeader = 4;

    private readonly StunCredentials _credentials = new(options.Username, options.Password);
    private readonly Dictionary<TransportAddress, TurnPeer> _peers = [];
    private readonly Dictionary<ushort, TurnPeer> _channels = [];
    private readonly List<TurnRequest> _requests = [];
    private readonly byte[] _buffer = new byte[4096];
    private TimeSpan _refresh = TimeSpan.MaxValue;
    private TimeSpan _upkeep = TimeSpan.MaxValue;
    private bool _cleared;

    /// <summary>The state now.</summary>
    public TurnState State { get; private set; }

    /// <summary>Where peers send to; the default value until it is known.</summary>
    public TransportAddress Relayed { get; private set; }

    /// <summary>
    /// Packets of the server that were dropped: not well-formed, not genuine, or of peers not spoken to.
    /// </summary>
    public long Dropped { get; private set; }

    /// <summary>When to call <see cref="HandleTimeout"/>; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextTimeout
    {
        get
        {
            var next = _refresh < _upkeep ? _refresh : _upkeep;
            foreach (var request in _requests)
            {
                next = request.Timer.Due < next ? request.Timer.Due : next;
            }

            return next;
        }
    }

    /// <summary>Asks for a relay.</summary>
    public void Start(TimeSpan now)
    {
        if (State == TurnState.New)
        {
            State = TurnState.Allocating;
            Ask(new TurnRequest(TurnRequestKind.Allocate, null, 0), now);
        }
    }

    /// <summary>Takes one whole message of the server: STUN, or channel data.</summary>
    public void HandleMessage(ReadOnlySpan<byte> message, TimeSpan now)
    {
        var taken = State != TurnState.Ended && message.Length >= ChannelHeader && (message[0] & 0xC0) switch
        {
            0x00 => TryHandleStun(message, now),
            0x40 => TryHandleChannelData(message),
            _ => false,
        };
        if (!taken)
        {
            Dropped++;
        }
    }

    /// <summary>
    /// Sends to a peer: at once where it is permitted, else when it will be (at most four packets wait). What is not
    /// STUN gives the peer a channel, which saves 32 bytes a packet.
    /// </summary>
    /// <returns>False when nothing was taken: no relay, too long, too many peers, or the server refuses the
    /// peer.</returns>
    public bool Send(TransportAddress peer, ReadOnlySpan<byte> packet, TimeSpan now)
    {
        if (State != TurnState.Ready || packet.Length is 0 or > MaxPacket || FindOrAdd(peer) is not { } known
            || now < known.RefusedUntil)
        {
            return false;
        }

        known.LastUsed = now;
        if (now >= known.PermittedUntil)
        {
            return Hold(known, packet, now);
        }

        Pass(known, packet, now);
        if (packet[0] > 3 && known is { BoundUntil.Ticks: long.MinValue, IsAsking: false } && TryNumber(known))
        {
            AskAbout(TurnRequestKind.Bind, known, now);
        }

        return true;
    }

    /// <summary>Does what is due.</summary>
    public void HandleTimeout(TimeSpan now)
    {
        foreach (var request in _requests.Where(request => now >= request.Timer.Due).ToList())
        {
            Repeat(request, now);
        }

        if (now >= _refresh)
        {
            _refresh = TimeSpan.MaxValue;
            Ask(new TurnRequest(TurnRequestKind.Refresh, null, 0), now);
        }

        if (now >= _upkeep)
        {
            KeepPeers(now);
        }
    }

    /// <summary>Gives the relay back.</summary>
    public void Close(TimeSpan now)
    {
        if (State == TurnState.Ready && _credentials.IsChallenged)
        {
            // One refresh with lifetime 0, unanswered: should it get lost, the relay runs out by itself.
            sink.Send(Write(new TurnRequest(TurnRequestKind.ClearStale, null, 0)));
        }

        _ = now;
        End();
    }

    private void End()
    {
        State = TurnState.Ended;
        _requests.Clear();
        _peers.Clear();
        _channels.Clear();
        _refresh = _upkeep = TimeSpan.MaxValue;
    }

    private void Fail(string reason)
    {
        End();
        sink.Failed(reason);
    }

    private TurnPeer? FindOrAdd(TransportAddress peer)
    {
        if (_peers.TryGetValue(peer, out var known) || _peers.Count >= options.MaxPeers)
        {
            return known;
        }

        return _peers[peer] = new TurnPeer(peer);
    }

    private bool Hold(TurnPeer peer, ReadOnlySpan<byte> packet, TimeSpan now)
    {
        if (peer.Held.Count >= TurnPeer.MaxHeld)
        {
            peer.Held.Dequeue();
        }

        peer.Held.Enqueue(packet.ToArray());
        if (!peer.IsAsking)
        {
            AskAbout(TurnRequestKind.Permit, peer, now);
        }

        return true;
    }

    private void Pass(TurnPeer peer, ReadOnlySpan<byte> packet, TimeSpan now)
    {
        if (now < peer.BoundUntil)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_buffer, peer.Channel);
            BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(2), (ushort)packet.Length);
            packet.CopyTo(_buffer.AsSpan(ChannelHeader));
            var length = ChannelHeader + packet.Length;
            var padded = options.IsStream ? StunMessage.Padded(length) : length; // RFC 8656, section 12.5.
            _buffer.AsSpan(length, padded - length).Clear();
            sink.Send(_buffer.AsSpan(0, padded));
            return;
        }

        var id = StunTransactionId.Create(0, options.Random);
        var writer = new StunWriter(_buffer, StunClass.Indication, StunMethod.Send, id);
        writer.AddXorAddress(StunAttribute.XorPeerAddress, peer.Address);
        writer.Add(StunAttribute.Data, packet);
        sink.Send(writer.Written);
    }

    private bool TryHandleChannelData(ReadOnlySpan<byte> message)
    {
        var number = BinaryPrimitives.ReadUInt16BigEndian(message);
        int length = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if (length > message.Length - ChannelHeader || !_channels.TryGetValue(number, out var peer))
        {
            return false;
        }

        sink.Received(peer.Address, message.Slice(ChannelHeader, length));
        return true;
    }

    private bool TryHandleStun(ReadOnlySpan<byte> bytes, TimeSpan now)
    {
        if (!StunMessage.TryParse(bytes, out var message))
        {
            return false;
        }

        return message.Class == StunClass.Indication ? TryHandleIndication(message) : TryHandleAnswer(message, now);
    }

    private bool TryHandleIndication(in StunMessage message)
    {
        // RFC 8656, section 11.4: only from peers that this side has let through.
        if (message.Method != StunMethod.Data || !message.TryGet(StunAttribute.Data, out var data)
            || !message.TryGetXorAddress(StunAttribute.XorPeerAddress, out var from) || !IsPermitted(from))
        {
            return false;
        }

        sink.Received(from, data);
        return true;
    }

    /// <summary>A permission is for an address, whatever the port (RFC 8656, section 9).</summary>
    private bool IsPermitted(TransportAddress from)
    {
        if (_peers.ContainsKey(from))
        {
            return true;
        }

        foreach (var peer in _peers.Values)
        {
            if (peer.Address.SameAddress(from))
            {
                return true;
            }
        }

        return false;
    }
}
