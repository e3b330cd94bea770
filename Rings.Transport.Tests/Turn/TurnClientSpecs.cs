using CsCheck;
using Rings.Transport.Stun;
using Rings.Transport.Tests.Ice;
using Rings.Transport.Turn;

namespace Rings.Transport.Tests.Turn;

public sealed class TurnClientSpecs : ITurnSink
{
    private static readonly TransportAddress Peer = Ends.At("192.0.2.50:4000");
    private static readonly byte[] Check = [0, 1, 2, 3];
    private static readonly byte[] Data = [22, 1, 2, 3, 4];

    private readonly TurnServerModel _server = new("rings", "secret");
    private readonly Queue<byte[]> _wire = new();
    private readonly List<(TransportAddress Peer, byte[] Data)> _received = [];
    private TurnClient _client;
    private TimeSpan _now = TimeSpan.FromDays(1);
    private TransportAddress _relayed;
    private string? _failure;
    private TransportAddress _redirected;
    private int _sent;

    public TurnClientSpecs() => _client = Client("secret");

    [Fact]
    public void Rfc_8656_section_7_a_relay_is_made_after_one_challenge()
    {
        Start();

        Assert.Equal(_server.Relayed, _relayed);
        Assert.Equal([StunMethod.Allocate, StunMethod.Allocate], _server.Requests);
        Assert.Equal(TurnState.Ready, _client.State);
    }

    [Fact]
    public void A_wrong_password_is_asked_about_once_and_named()
    {
        _client = Client("wrong");

        Start();

        Assert.Equal(2, _server.Requests.Count);
        Assert.Contains("user name or password", _failure, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.MaxValue, _client.NextTimeout);
    }

    [Theory]
    [InlineData(StunError.TryAlternate, "another server to be asked, and names none")]
    [InlineData(StunError.Forbidden, "forbidden")]
    [InlineData(StunError.WrongCredentials, "another user")]
    [InlineData(StunError.UnsupportedTransport, "does not relay UDP")]
    [InlineData(StunError.AllocationQuotaReached, "too many relays")]
    [InlineData(StunError.InsufficientCapacity, "full")]
    public void Rfc_8656_section_7_4_a_refusal_is_told_in_words(int code, string words)
    {
        _server.RefuseNext = (StunMethod.Allocate, code);

        Start();

        Assert.Contains(words, _failure, StringComparison.Ordinal);
        Assert.Equal(TurnState.Ended, _client.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rfc_8489_section_14_8_a_signed_request_is_sent_on_only_by_who_knows_the_password(bool signed)
    {
        _client.Start(_now);
        _client.HandleMessage(_server.Handle(_wire.Dequeue())!, _now); // The challenge.
        Assert.True(StunMessage.TryParse(_wire.Dequeue(), out var request));
        var writer = new StunWriter(new byte[256], StunClass.Error, StunMethod.Allocate, request.TransactionId);
        writer.AddError(StunError.TryAlternate, "Try Alternate");
        writer.Add(StunAttribute.AlternateServer, [0, 1, 0x0D, 0x96, 198, 51, 100, 77]);
        if (signed)
        {
            writer.AddIntegrity(StunCredentials.DeriveKey("rings", "rings.test", "secret"));
        }

        _client.HandleMessage(writer.Written, _now);

        Assert.Equal(signed ? "198.51.100.77:3478" : "none", _redirected.ToString());
        Assert.Equal(signed ? TurnState.Ended : TurnState.Allocating, _client.State);
    }

    [Fact]
    public void Rfc_8656_section_7_4_a_relay_left_by_an_earlier_process_is_cleared_first()
    {
        _server.HasAllocation = true;

        Start();

        Assert.Equal(TurnState.Ready, _client.State);
        Assert.Contains(StunMethod.Refresh, _server.Requests);
    }

    [Fact]
    public void Rfc_8656_section_9_packets_wait_for_the_permission_and_then_leave_in_order()
    {
        Start();

        Assert.True(_client.Send(Peer, [0, 1], _now));
        Assert.True(_client.Send(Peer, [0, 2], _now));
        Assert.Empty(_server.Relays);
        Deliver();

        Assert.Contains(Peer.WithPort(0), _server.Permissions);
        Assert.Equal([1, 2], _server.Relays.Select(relay => relay.Data[1]));
    }

    [Fact]
    public void At_most_four_packets_wait_for_a_permission_the_oldest_go_first()
    {
        Start();

        for (byte number = 0; number < 10; number++)
        {
            Assert.True(_client.Send(Peer, [0, number], _now));
        }

        Deliver();
        Assert.Equal([6, 7, 8, 9], _server.Relays.Select(relay => (int)relay.Data[1]));
    }

    [Fact]
    public void Rfc_8656_section_12_data_gives_a_peer_a_channel_and_checks_do_not()
    {
        Start();
        SendAndDeliver(Check, Check);
        Assert.Empty(_server.Channels);

        SendAndDeliver(Data, Data);

        Assert.Equal(Peer, Assert.Single(_server.Channels).Value);
        Assert.InRange(Assert.Single(_server.Channels).Key, 0x4000, 0x4FFF);
        Assert.True(_server.Relays[^1].OverChannel);
        Assert.Equal(Data, _server.Relays[^1].Data);
    }

    [Fact]
    public void Rfc_8656_section_11_what_peers_send_comes_in_only_from_addresses_let_through()
    {
        Start();
        _client.HandleMessage(_server.FromPeer(Peer, Data), _now);
        Assert.Empty(_received);
        Assert.Equal(1, _client.Dropped);

        SendAndDeliver(Check);
        _client.HandleMessage(_server.FromPeer(Peer.WithPort(4001), Data), _now);

        Assert.Equal(Peer.WithPort(4001), Assert.Single(_received).Peer);
    }

    [Fact]
    public void Rfc_8656_section_12_5_channel_data_comes_in_whole()
    {
        Start();
        SendAndDeliver(Data, Data);

        _client.HandleMessage([0x40, 0, 0, 2, 7, 8, 0, 0], _now);
        _client.HandleMessage([0x40, 0, 0, 9, 7, 8], _now);
        _client.HandleMessage([0x41, 0, 0, 1, 7], _now);

        Assert.Equal([7, 8], Assert.Single(_received).Data);
        Assert.Equal(2, _client.Dropped);
    }

    [Fact]
    public void Rfc_8489_section_9_2_5_a_worn_out_nonce_is_renewed()
    {
        Start();
        _server.ChangeNonce("second");

        SendAndDeliver(Check);

        Assert.Single(_server.Relays);
    }

    [Fact]
    public void Rfc_8656_sections_8_9_12_relay_permission_and_channel_are_renewed_while_used()
    {
        Start();
        SendAndDeliver(Data, Data);
        _server.Requests.Clear();

        for (var minute = 0; minute < 30; minute++)
        {
            Pass(TimeSpan.FromMinutes(1));
            SendAndDeliver(Data);
        }

        Assert.InRange(_server.Requests.Count(method => method == StunMethod.Refresh), 3, 4);
        Assert.InRange(_server.Requests.Count(method => method == StunMethod.CreatePermission), 3, 8);
        Assert.InRange(_server.Requests.Count(method => method == StunMethod.ChannelBind), 3, 4);
        Assert.All(_server.Relays.TakeLast(30), relay => Assert.True(relay.OverChannel));
    }

    [Fact]
    public void A_peer_that_is_not_used_is_forgotten_and_the_relay_kept()
    {
        Start();
        SendAndDeliver(Data, Data);
        Pass(TimeSpan.FromMinutes(30));
        _server.Requests.Clear();

        SendAndDeliver(Data);

        Assert.Equal(StunMethod.CreatePermission, _server.Requests[0]);
        Assert.Equal(TurnState.Ready, _client.State);
    }

    [Fact]
    public void A_refused_peer_is_left_alone_for_a_minute()
    {
        Start();
        _server.RefuseNext = (StunMethod.CreatePermission, StunError.Forbidden);
        SendAndDeliver(Check);

        Assert.False(_client.Send(Peer, Check, _now));
        Pass(TimeSpan.FromMinutes(2));
        SendAndDeliver(Check);

        Assert.Single(_server.Relays);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_given_up_after_seven_requests()
    {
        _client.Start(_now);
        while (_failure is null)
        {
            _wire.Clear();
            _now = _client.NextTimeout;
            _client.HandleTimeout(_now);
        }

        Assert.Equal(StunRetransmission.MaxSends, _sent);
        Assert.Contains("does not answer", _failure, StringComparison.Ordinal);
    }

    [Fact]
    public void More_peers_than_the_limit_are_refused()
    {
        Start();

        var taken = Enumerable.Range(1, 20).Count(port => _client.Send(Peer.WithPort(port), Check, _now));

        Assert.Equal(16, taken);
    }

    [Fact]
    public void Closing_gives_the_relay_back()
    {
        Start();

        _client.Close(_now);
        Deliver();

        Assert.False(_server.HasAllocation);
        Assert.False(_client.Send(Peer, Data, _now));
    }

    [Fact]
    public void Hostile_messages_change_nothing()
    {
        Start();

        Gen.Byte.Array[0, 100].Sample(bytes => _client.HandleMessage(bytes, _now), threads: 1);

        Assert.Equal(TurnState.Ready, _client.State);
    }

    [Fact]
    public void Rfc_8656_section_12_5_a_stream_is_cut_into_messages_wherever_it_breaks() =>
        Gen.Select(Gen.Int[0, 2].Array[1, 10], Gen.Int[1, 50].Array[1, 20]).Sample((kinds, cuts) =>
        {
            byte[][] samples = [[0x40, 1, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0], [0x40, 2, 0, 0],
                Stun.StunVectors.ResponseIPv4];
            var whole = kinds.SelectMany(kind => samples[kind]).ToArray();
            var reader = new TurnStreamReader();
            var read = new List<byte[]>();

            for (int offset = 0, turn = 0; offset < whole.Length; turn++)
            {
                var length = Math.Min(cuts[turn % cuts.Length], whole.Length - offset);
                Assert.True(reader.TryRead(whole.AsSpan(offset, length), message => read.Add(message.ToArray())));
                offset += length;
            }

            Assert.Equal(kinds.Select(kind => samples[kind]), read);
        });

    [Theory]
    [InlineData(1500)]
    [InlineData(4093)]
    [InlineData(16_425)]
    [InlineData(65_507)]
    [InlineData(65_535)]
    public void A_relayed_datagram_of_any_length_that_UDP_has_does_not_end_the_stream(int length)
    {
        byte[] great = [0x40, 1, (byte)(length >> 8), (byte)length, .. new byte[StunMessage.Padded(length)]];
        byte[] small = [0x40, 2, 0, 1, 9, 0, 0, 0];
        byte[] whole = [.. small, .. great, .. great, .. small];
        var reader = new TurnStreamReader();
        var read = new List<int>();

        for (var offset = 0; offset < whole.Length; offset += 1460)
        {
            var part = whole.AsSpan(offset, Math.Min(1460, whole.Length - offset));
            Assert.True(reader.TryRead(part, message => read.Add(message.Length)));
        }

        Assert.Equal([small.Length, great.Length, great.Length, small.Length], read);
    }

    [Fact]
    public void A_stream_that_is_not_turn_is_refused_within_its_bound()
    {
        Assert.False(new TurnStreamReader().TryRead([0xFF, 0, 0, 0], static _ => { }));
        Assert.False(new TurnStreamReader().TryRead([0, 1, 0xFF, 0xFF], static _ => { }));
    }

    void ITurnSink.Send(ReadOnlySpan<byte> bytes)
    {
        _sent++;
        _wire.Enqueue(bytes.ToArray());
    }

    void ITurnSink.Allocated(TransportAddress relayed, TransportAddress mapped) => _relayed = relayed;

    void ITurnSink.Received(TransportAddress peer, ReadOnlySpan<byte> packet) =>
        _received.Add((peer, packet.ToArray()));

    void ITurnSink.Failed(string reason) => _failure = reason;

    private TurnClient Client(string password)
    {
        var random = new Random(1);
        return new TurnClient(
            new TurnOptions { Username = "rings", Password = password, Random = random.NextBytes, MaxPeers = 16 },
            this);
    }

    void ITurnSink.Redirected(TransportAddress server, string? domain, TimeSpan now) => _redirected = server;

    private void Start()
    {
        _client.Start(_now);
        Deliver();
    }

    private void Deliver()
    {
        while (_wire.TryDequeue(out var bytes))
        {
            if (_server.Handle(bytes) is { } answer)
            {
                _client.HandleMessage(answer, _now);
            }
        }
    }

    private void SendAndDeliver(params byte[][] packets)
    {
        foreach (var packet in packets)
        {
            Assert.True(_client.Send(Peer, packet, _now));
            Deliver();
        }
    }

    private void Pass(TimeSpan duration)
    {
        var end = _now + duration;
        while (_client.NextTimeout <= end)
        {
            _now = _client.NextTimeout;
            _client.HandleTimeout(_now);
            Deliver();
        }

        _now = end;
    }
}
