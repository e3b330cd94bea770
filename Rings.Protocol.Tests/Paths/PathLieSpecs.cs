using System.Buffers;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Paths;

/// <summary>
/// What a peer with valid keys may say of paths, said wrong: it closes the link where an honest peer cannot say it, and
/// changes nothing where one can. This node offered the link, so its labels have bit 31 and the peer's have not.
/// </summary>
public sealed class PathLieSpecs
{
    private const uint Own = PathFrame.OffererBit | 1;
    private const uint Peers = 1;
    private const int Window = PathFrame.LeastWindow;

    private static readonly Did Self = Did.Read(Enumerable.Repeat((byte)1, Did.Bytes).ToArray());
    private static readonly Did Peer = Did.Read(Enumerable.Repeat((byte)2, Did.Bytes).ToArray());
    private static readonly Did Third = Did.Read(Enumerable.Repeat((byte)3, Did.Bytes).ToArray());

    private readonly RecordedEffects _effects = new();
    private readonly PathPlaces _places = new(new());
    private readonly LinkPaths _paths;
    private Instant _now = Instant.FromUnixMilliseconds(1_000_000);

    public PathLieSpecs() => _paths = new(Self, isOfferer: true, _places.Limits, _effects);

    [Theory]
    [InlineData(Own)]
    [InlineData(2u)]
    [InlineData(7u)]
    public void An_opening_takes_the_next_of_the_peers_own_labels(uint label) =>
        Assert.Equal("Path.label", Open(label).Field);

    [Fact]
    public void A_label_is_opened_once()
    {
        Assert.True(Open(Peers).IsNone);

        Assert.Equal("Path.label", Open(Peers).Field);
    }

    [Theory]
    [InlineData(PathFrameType.Data)]
    [InlineData(PathFrameType.Accept)]
    [InlineData(PathFrameType.Credit)]
    [InlineData(PathFrameType.GiveBack)]
    [InlineData(PathFrameType.Close)]
    public void What_was_never_opened_is_not_spoken_of(PathFrameType type)
    {
        Assert.Equal("Path.label", Say(Peers, type).Field);
        Assert.Equal("Path.label", Say(Own, type).Field);
    }

    [Theory]
    [InlineData(PathFrameType.Data)]
    [InlineData(PathFrameType.Accept)]
    [InlineData(PathFrameType.Credit)]
    [InlineData(PathFrameType.GiveBack)]
    [InlineData(PathFrameType.Close)]
    public void What_is_closed_is_passed_over(PathFrameType type)
    {
        Take();
        Assert.True(Say(Peers, PathFrameType.Close).IsNone);

        Assert.True(Say(Peers, type).IsNone);
        Assert.Equal([PathCloseReason.Done], _effects.Closed);
        Assert.Equal((0, 0), (_effects.Carried, _places.Count));
    }

    [Fact]
    public void Before_a_path_is_open_its_opener_has_one_packet()
    {
        Take();

        Assert.True(Data(Peers, PathPacket.MaxCiphertext).IsNone);
        Assert.Equal("Path.data", Data(Peers, PathPacket.MinCiphertext).Field);
    }

    [Fact]
    public void Short_packets_pay_for_their_buffers()
    {
        Take();

        var sent = 0;
        while (Data(Peers, PathPacket.MinCiphertext).IsNone) sent++;

        Assert.Equal(PathEnd.EarlyBytes / PathPacket.MinCost, sent);
    }

    [Theory]
    [InlineData(PathFrameType.Accept)]
    [InlineData(PathFrameType.Credit)]
    [InlineData(PathFrameType.GiveBack)]
    public void Who_opened_a_path_does_not_accept_it_nor_speak_of_credit_before_it_is_open(PathFrameType type)
    {
        Take();

        Assert.Equal("Path.type", Say(Peers, type).Field);
    }

    [Theory]
    [InlineData(PathFrameType.Data, "Path.data")]
    [InlineData(PathFrameType.Credit, "Path.type")]
    [InlineData(PathFrameType.GiveBack, "Path.type")]
    public void Who_has_not_accepted_a_path_sends_nothing_on_it(PathFrameType type, string field)
    {
        OpenOwn();

        Assert.Equal(field, Say(Own, type).Field);
    }

    [Fact]
    public void A_path_is_accepted_once()
    {
        OpenOwn();
        Assert.True(Say(Own, PathFrameType.Accept).IsNone);
        Assert.True(_effects.IsAccepted);

        Assert.Equal("Path.type", Say(Own, PathFrameType.Accept).Field);
    }

    [Fact]
    public void Nobody_sends_more_than_was_granted()
    {
        OpenOwn();
        Say(Own, PathFrameType.Accept);
        var granted = _places.Limits.EndWindow;

        for (; granted >= PathPacket.MaxCiphertext; granted -= PathPacket.MaxCiphertext)
            Assert.True(Data(Own, PathPacket.MaxCiphertext).IsNone);

        Assert.Equal("Path.data", Data(Own, PathPacket.MaxCiphertext).Field);
    }

    [Fact]
    public void Nobody_has_more_than_16_MiB_in_hand()
    {
        OpenOwn();
        Say(Own, PathFrameType.Accept);

        Assert.Equal("Path.credit", Say(Own, PathFrameType.Credit, PathFrame.MaxCredit).Field);
    }

    [Fact]
    public void Nobody_gives_back_more_than_was_granted()
    {
        OpenOwn();
        Say(Own, PathFrameType.Accept);

        Assert.True(Say(Own, PathFrameType.GiveBack, _places.Limits.EndWindow - Window).IsNone);
        Assert.Equal(2 * Window, _places.Promised);
        Assert.Equal("Path.give_back", Say(Own, PathFrameType.GiveBack, Window + 1).Field);
    }

    [Fact]
    public void A_window_that_is_given_back_below_the_least_is_granted_anew()
    {
        OpenOwn();
        Say(Own, PathFrameType.Accept);

        Assert.True(Say(Own, PathFrameType.GiveBack, _places.Limits.EndWindow).IsNone);

        PathFrame.TryRead(_effects.Sent[^1].Frame, out var credit).ThrowIfAny();
        Assert.Equal((PathFrameType.Credit, Window), (credit.Type, credit.Amount));
    }

    [Fact]
    public void Who_opens_more_than_its_rate_is_refused_and_stays()
    {
        for (var number = 1u; number <= 150; number++) Assert.True(Open(number).IsNone);

        Assert.Equal(50, _effects.Sent.Count(frame => frame.Type == PathFrameType.Close));
    }

    [Fact]
    public void Who_opens_for_ever_and_grants_nothing_for_the_answers_is_closed()
    {
        _effects.Pays = false;
        var number = 0u;

        while (number < 2000 && Open(++number).IsNone)
        {
        }

        Assert.InRange(number, 1025u, 1125u);
    }

    [Fact]
    public void A_packet_that_finds_no_credit_for_30_s_ends_its_path()
    {
        OpenOwn();
        Say(Own, PathFrameType.Accept);
        for (var sent = 0; sent < 4; sent++) _paths.Carry(Id, PathPacket.Rent(PathPacket.MaxCiphertext), _now);

        Pass(29);
        Assert.Empty(_effects.Closed);
        Pass(2);

        Assert.Equal([PathCloseReason.Stalled], _effects.Closed);
        Assert.Equal((0, 0L), (_places.Count, _places.Promised));
    }

    [Fact]
    public void A_silent_peer_has_ten_seconds_and_an_opening_that_cannot_leave_half_a_second()
    {
        OpenOwn();
        Pass(11);
        _effects.HasRoom = false;
        OpenOwn();
        Pass(1);

        Assert.Equal([PathCloseReason.NoAnswer, PathCloseReason.Full], _effects.Closed);
        Assert.Equal(0, _places.Count);
    }

    [Fact]
    public void What_was_only_asked_for_over_a_link_that_is_suspect_is_not_answered_and_what_stands_stays()
    {
        OpenOwn();
        _paths.Suspect(_now);
        OpenOwn();
        Say(Own + 1, PathFrameType.Accept);
        _paths.Suspect(_now);

        Assert.Equal([PathCloseReason.NoAnswer], _effects.Closed);
        Assert.Equal(
            (Own, PathCloseReason.NoAnswer),
            _effects.Sent.Where(frame => frame.Type == PathFrameType.Close)
                .Select(frame => (frame.Label, (PathCloseReason)frame.Frame[^1])).Single());
        Assert.Equal((1, 1), (_paths.Count, _places.Count));
    }

    [Fact]
    public void A_path_without_packets_ends_after_two_minutes()
    {
        OpenOwn();
        Say(Own, PathFrameType.Accept);

        Pass(121);

        Assert.Equal([PathCloseReason.Idle], _effects.Closed);
        Assert.Contains(_effects.Sent, frame => frame.Type == PathFrameType.Close);
    }

    [Fact]
    public void Frames_of_later_versions_are_passed_over()
    {
        Take();

        Assert.True(Say(Peers, (PathFrameType)6).IsNone);
    }

    private static TransactionId Id => TransactionId.Read(new byte[TransactionId.Bytes]);

    private void Pass(int seconds)
    {
        for (; seconds > 0; seconds--)
        {
            _now += TimeSpan.FromSeconds(1);
            _paths.Tick(_now);
        }
    }

    private void OpenOwn()
    {
        _places.TryTake(Id, Self, Peer, PathKind.Own, null, _now, out var lease, out _);
        _paths.Open(lease, new SimOpening(0), this, _now);
    }

    private void Take()
    {
        Open(Peers);
        _places.TryTake(Id, Peer, Third, PathKind.Passes, null, _now, out var lease, out _);
        _paths.Take(new(Peers, Window), lease, this, _now);
    }

    private WireFault Open(uint label)
    {
        var frame = new byte[PathFrame.SizeWith(100)];
        PathFrame.Write(frame, label, PathFrameType.Open, Window, new byte[100]);
        PathFrame.TryRead(frame, out var path).ThrowIfAny();
        return _paths.ReceiveOpen(in path, _now, out _);
    }

    private WireFault Say(uint label, PathFrameType type, int amount = Window)
    {
        if (type == PathFrameType.Data) return Data(label, PathPacket.MinCiphertext);
        var frame = new byte[PathFrame.SizeWith(0)];
        var length = type == PathFrameType.Close ? PathFrame.Write(frame, label, PathCloseReason.Done)
            : type == PathFrameType.Accept ? PathFrame.Write(frame, label, type, amount, [])
            : PathFrame.Write(frame, label, type, (uint)amount);
        PathFrame.TryRead(frame.AsSpan(0, length), out var path).ThrowIfAny();
        return _paths.Receive(in path, _now);
    }

    private WireFault Data(uint label, int ciphertext)
    {
        var packet = PathPacket.Rent(ciphertext);
        var bytes = packet.Address(label, wantsMore: false);
        var pooled = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(pooled);
        PathFrame.TryRead(pooled.AsSpan(0, bytes.Length), out var path).ThrowIfAny();
        packet.Release();
        return _paths.Receive(in path, PathPacket.Adopt(pooled, in path), _now);
    }
}
