using Rings.Transport.Ice;
using Rings.Transport.Stun;
using Rings.Transport.Tests.Turn;

namespace Rings.Transport.Tests.Ice;

public sealed class IceGathererSpecs : IIceGathererSink
{
    private static readonly TransportAddress Local = Ends.At("192.0.2.1:5000");
    private static readonly TransportAddress StunAddress = Ends.At("198.51.100.1:3478");
    private static readonly TransportAddress TurnAddress = Ends.At("198.51.100.2:3478");
    private static readonly TransportAddress Mapped = Ends.At("203.0.113.7:40000");
    private static readonly TransportAddress Peer = Ends.At("192.0.2.99:1");
    private static readonly TransportAddress Elsewhere = Ends.At("198.51.100.77:3478");
    private static readonly IceServer Stun = new(IceServerKind.Stun, StunAddress);
    private static readonly IceServer Turn = new(IceServerKind.TurnUdp, TurnAddress, "rings", "secret");
    private static readonly IceServer TurnTcp = Turn with { Kind = IceServerKind.TurnTcp };

    private readonly TurnServerModel _turn = new("rings", "secret");
    private readonly Queue<(IceServer? Stream, TransportAddress Server, byte[] Bytes)> _wire = new();
    private readonly List<byte[]> _relayReceived = [];
    private readonly List<string> _lost = [];
    private readonly List<IceServer> _opened = [];
    private TimeSpan _now = TimeSpan.FromDays(1);
    private bool _stunAnswers = true;
    private int _done;
    private int _closed;
    private byte[]? _first;

    [Fact]
    public void Without_servers_gathering_is_done_at_once()
    {
        var gatherer = Gatherer();

        gatherer.Gather(_now);

        Assert.Equal(1, _done);
        Assert.Empty(gatherer.Candidates);
        Assert.Equal(TimeSpan.MaxValue, gatherer.NextTimeout);
    }

    [Fact]
    public void A_stun_server_gives_a_reflexive_and_a_turn_server_a_relayed_candidate()
    {
        var gatherer = Gatherer(Stun, Turn);

        gatherer.Gather(_now);
        Deliver(gatherer);

        Assert.Equal(1, _done);
        Assert.Contains(gatherer.Candidates, own => own.Type == IceCandidateType.ServerReflexive
            && own.Address == Mapped && own.Base == Local);
        Assert.Contains(gatherer.Candidates, own => own.Type == IceCandidateType.Relayed
            && own.Address == _turn.Relayed && own.Base == _turn.Relayed);
        Assert.Equal(3, gatherer.Candidates.DistinctBy(own => own.Foundation).Count());
    }

    [Fact]
    public void A_missing_stun_server_holds_nothing_up_beyond_the_deadline()
    {
        _stunAnswers = false;
        var gatherer = Gatherer(Stun, Turn);
        var start = _now;

        gatherer.Gather(_now);
        Deliver(gatherer);
        Assert.Equal(0, _done);
        RunUntil(gatherer, () => _done > 0);

        Assert.Equal(TimeSpan.FromSeconds(2), _now - start);
        Assert.Contains(gatherer.Candidates, own => own.Type == IceCandidateType.Relayed);
    }

    [Fact]
    public void A_server_that_let_one_deadline_pass_is_not_waited_for_again_until_it_answers()
    {
        _stunAnswers = false;
        var gatherer = Gatherer(Stun);
        gatherer.Gather(_now);
        RunUntil(gatherer, () => _done == 1);

        gatherer.Gather(_now);
        Assert.Equal(2, _done);
        _now += TimeSpan.FromMinutes(1);
        gatherer.HandleTimeout(_now);
        _stunAnswers = true;
        gatherer.Gather(_now);
        Assert.Equal(3, _done);
        Deliver(gatherer);

        Assert.Equal(Mapped, Assert.Single(gatherer.Candidates).Address);
        gatherer.Gather(_now + TimeSpan.FromMinutes(1));
        Assert.Equal(3, _done);
    }

    [Fact]
    public void What_is_fresh_is_not_asked_for_again()
    {
        var gatherer = Gatherer(Stun, Turn);
        gatherer.Gather(_now);
        Deliver(gatherer);

        gatherer.Gather(_now + TimeSpan.FromSeconds(5));
        Assert.Equal(2, _done);
        Assert.Empty(_wire);
        gatherer.Gather(_now + TimeSpan.FromMinutes(1));

        Assert.Equal(StunAddress, Assert.Single(_wire).Server);
    }

    [Fact]
    public void Packets_go_over_a_relay_both_ways()
    {
        var gatherer = Gatherer(Turn);
        gatherer.Gather(_now);
        Deliver(gatherer);

        Assert.True(gatherer.SendRelayed(_turn.Relayed, Peer, [0, 1, 2], _now));
        Assert.False(gatherer.SendRelayed(Local, Peer, [0, 1, 2], _now));
        Deliver(gatherer);
        Assert.True(gatherer.HandlePacket(Local, TurnAddress, _turn.FromPeer(Peer, [9]), _now));

        Assert.Equal([0, 1, 2], Assert.Single(_turn.Relays).Data);
        Assert.Equal([9], Assert.Single(_relayReceived));
    }

    [Theory]
    [InlineData("TurnTcp")]
    [InlineData("TurnTls")]
    public void A_relay_over_a_stream_waits_for_it_and_is_lost_with_it(string kind)
    {
        var server = Turn with { Kind = Enum.Parse<IceServerKind>(kind) };
        var gatherer = Gatherer(server);

        gatherer.Gather(_now);
        Assert.Equal([server], _opened);
        gatherer.StreamOpened(server, _now);
        Deliver(gatherer);
        Assert.Equal(IceCandidateType.Relayed, Assert.Single(gatherer.Candidates).Type);
        gatherer.StreamClosed(server, _now);

        Assert.Empty(gatherer.Candidates);
        Assert.Contains("cannot be reached", Assert.Single(_lost), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", Assert.Single(gatherer.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_cannot_be_reached_over_tcp_ends_the_wait_for_it()
    {
        var gatherer = Gatherer(TurnTcp);

        gatherer.Gather(_now);
        gatherer.StreamClosed(TurnTcp, _now);

        Assert.Equal(1, _done);
        Assert.Empty(_lost);
    }

    [Fact]
    public void A_stream_that_talks_nonsense_is_closed()
    {
        var gatherer = Gatherer(TurnTcp);
        gatherer.Gather(_now);
        gatherer.StreamOpened(TurnTcp, _now);

        gatherer.HandleStream(TurnTcp, [0xFF, 0xFF, 0xFF, 0xFF], _now);

        Assert.Equal(1, _closed);
        Assert.Equal(1, _done);
    }

    [Theory]
    [InlineData("TurnUdp")]
    [InlineData("TurnTcp")]
    public void Rfc_8489_section_10_a_server_that_sends_on_to_another_one_is_followed_once(string kind)
    {
        var server = Turn with { Kind = Enum.Parse<IceServerKind>(kind), Host = "turn.example" };
        var gatherer = Gatherer(server);
        gatherer.Gather(_now);
        Redirect(gatherer, server, Elsewhere);
        Deliver(gatherer);
        Assert.True(gatherer.Knows(Elsewhere));
        Assert.Equal(_turn.Relayed, Assert.Single(gatherer.Candidates, own => own.Type == IceCandidateType.Relayed).Address);
        Assert.Equal(1, _done);
        if (server.IsStream)
        {
            Assert.Equal([server, server with { Address = Elsewhere, Host = "other.example" }], _opened);
            Assert.Equal(1, _closed);
        }
    }

    [Fact]
    public void Rfc_8489_section_10_servers_that_send_on_in_a_circle_are_given_up()
    {
        var gatherer = Gatherer(Turn);
        gatherer.Gather(_now);
        Redirect(gatherer, Turn, Elsewhere);
        Redirect(gatherer, Turn with { Address = Elsewhere }, TurnAddress);

        Assert.Empty(_wire);
        Assert.Equal(1, _done);
        Assert.Contains("asked already", Assert.Single(gatherer.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[2001:db8::1]:3478", "another family")]
    [InlineData("198.51.100.3:3478", "in use already")]
    [InlineData("0.0.0.0:3478", "names none")]
    [InlineData("224.0.0.1:3478", "names none")]
    [InlineData("198.51.100.77:0", "names none")]
    public void A_server_that_sends_on_to_where_nobody_can_go_is_given_up(string end, string words)
    {
        var gatherer = Gatherer(Turn, Turn with { Address = Ends.At("198.51.100.3:3478") });
        gatherer.Gather(_now);
        _wire.Dequeue();
        var second = _wire.Dequeue();
        gatherer.HandlePacket(Local, TurnAddress, Refusal(_first!, Ends.At(end)), _now);

        Assert.Contains(words, Assert.Single(gatherer.Failures), StringComparison.Ordinal);
        Assert.Equal(Ends.At("198.51.100.3:3478"), second.Server);
        Assert.Empty(_wire);
    }

    [Fact]
    public void A_server_may_send_on_a_few_times_and_not_without_end()
    {
        var gatherer = Gatherer(Turn);
        gatherer.Gather(_now);
        var at = Turn;
        for (var i = 0; i < 10 && _wire.Count > 0; i++)
        {
            var next = Ends.At($"198.51.100.{100 + i}:3478");
            Redirect(gatherer, at, next);
            at = at with { Address = next };
        }

        Assert.Contains("yet another", Assert.Single(gatherer.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Packets_of_others_are_not_taken()
    {
        var gatherer = Gatherer(Stun, Turn);
        gatherer.Gather(_now);

        Assert.False(gatherer.HandlePacket(Local, Peer, [0, 1, 2], _now));
        Assert.False(gatherer.HandlePacket(Local, StunAddress, [0, 1, 2], _now));
    }

    [Fact]
    public void Closing_gives_relays_back_and_ends_every_timer()
    {
        var gatherer = Gatherer(Turn, Stun);
        gatherer.Gather(_now);
        Deliver(gatherer);

        gatherer.Close(_now);
        Deliver(gatherer);

        Assert.False(_turn.HasAllocation);
        Assert.Equal(TimeSpan.MaxValue, gatherer.NextTimeout);
    }

    void IIceGathererSink.Send(TransportAddress local, TransportAddress server, ReadOnlySpan<byte> packet)
    {
        _first ??= packet.ToArray();
        _wire.Enqueue((null, server, packet.ToArray()));
    }

    void IIceGathererSink.OpenStream(IceServer server) => _opened.Add(server);

    void IIceGathererSink.SendStream(IceServer server, ReadOnlySpan<byte> bytes) =>
        _wire.Enqueue((server, server.Address, bytes.ToArray()));

    void IIceGathererSink.CloseStream(IceServer server) => _closed++;

    void IIceGathererSink.RelayReceived(TransportAddress relayed, TransportAddress remote, ReadOnlySpan<byte> packet)
    {
        Assert.Equal((_turn.Relayed, Peer), (relayed, remote));
        _relayReceived.Add(packet.ToArray());
    }

    void IIceGathererSink.RelayLost(TransportAddress relayed, string reason) => _lost.Add(reason);

    void IIceGathererSink.GatheringDone() => _done++;

    // The first Allocate is answered with 300, and the stream that this leads to comes up.
    private void Redirect(IceGatherer gatherer, IceServer server, TransportAddress target)
    {
        if (server.IsStream)
        {
            gatherer.StreamOpened(server, _now);
        }

        var sent = _wire.Dequeue();
        Assert.Equal(server.Address, sent.Server);
        if (server.IsStream)
        {
            gatherer.HandleStream(server, Refusal(sent.Bytes, target), _now);
            gatherer.StreamClosed(server, _now);
            gatherer.StreamOpened(server with { Address = target }, _now);
        }
        else
        {
            gatherer.HandlePacket(Local, server.Address, Refusal(sent.Bytes, target), _now);
        }
    }

    private static byte[] Refusal(byte[] request, TransportAddress target)
    {
        Assert.True(StunMessage.TryParse(request, out var message));
        var writer = new StunWriter(new byte[256], StunClass.Error, message.Method, message.TransactionId);
        writer.AddError(StunError.TryAlternate, "Try Alternate");
        Span<byte> plain = stackalloc byte[20];
        plain[1] = (byte)(target.IsIPv4 ? 1 : 2);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(plain[2..], (ushort)target.Port);
        writer.Add(StunAttribute.AlternateServer, plain[..(4 + target.WriteAddress(plain[4..]))]);
        writer.Add(StunAttribute.AlternateDomain, "other.example");
        return writer.Written.ToArray();
    }

    private IceGatherer Gatherer(params IceServer[] servers)
    {
        var gatherer = new IceGatherer(servers, TimeSpan.FromSeconds(2), new Random(1).NextBytes, this);
        gatherer.AddBase(Local);
        return gatherer;
    }

    private void Deliver(IceGatherer gatherer)
    {
        while (_wire.TryDequeue(out var sent))
        {
            if (sent.Server == StunAddress)
            {
                AnswerProbe(gatherer, sent.Bytes);
            }
            else if (_turn.Handle(sent.Bytes) is not { } answer)
            {
                continue;
            }
            else if (sent.Stream is { } stream)
            {
                gatherer.HandleStream(stream, answer, _now);
            }
            else
            {
                gatherer.HandlePacket(Local, sent.Server, answer, _now);
            }
        }
    }

    private void AnswerProbe(IceGatherer gatherer, byte[] request)
    {
        Assert.True(StunMessage.TryParse(request, out var message));
        if (!_stunAnswers)
        {
            return;
        }

        var writer = new StunWriter(new byte[100], StunClass.Success, StunMethod.Binding, message.TransactionId);
        writer.AddXorAddress(StunAttribute.XorMappedAddress, Mapped);
        Assert.True(gatherer.HandlePacket(Local, StunAddress, writer.Written, _now));
    }

    private void RunUntil(IceGatherer gatherer, Func<bool> done)
    {
        while (!done())
        {
            _now = gatherer.NextTimeout;
            gatherer.HandleTimeout(_now);
            Deliver(gatherer);
        }
    }
}
