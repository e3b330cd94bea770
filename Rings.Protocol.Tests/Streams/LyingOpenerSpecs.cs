using Rings.Protocol.Paths;
using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>
/// An opener with valid keys that says the wrong thing: the set ends and says so. What only a relay can have done ends one
/// path.
/// </summary>
public sealed class LyingOpenerSpecs
{
    /// <summary>What is said of a stream 0 that was opened, accepted, and has brought 10 bytes.</summary>
    private static readonly Dictionary<string, StreamLiar.Lie> Lies = new()
    {
        ["an unknown frame"] = (ref PacketWriter writer) => writer.TryWrite((PacketFrameType)13, 0),
        ["an acknowledgement of a packet that was not sent"] =
            (ref PacketWriter writer) => writer.TryWrite(PacketFrameType.Ack, 0, 1_000_000),
        ["an acknowledgement for a path that never was"] =
            (ref PacketWriter writer) => writer.TryWrite(PacketFrameType.Ack, 7, 0),
        ["bytes of a stream that was never opened"] = (ref PacketWriter writer) => writer.Data(1, 0, 5, false).Clear(),
        ["bytes beyond the stream's window"] = (ref PacketWriter writer) => writer.Data(0, 50_000_000, 5, false).Clear(),
        ["an end before what has come"] = (ref PacketWriter writer) => writer.Data(0, 0, 5, true).Clear(),
        ["a reset before what has come"] = (ref PacketWriter writer) => writer.TryReset(0, 8, 5),
        ["a reset beyond the window"] = (ref PacketWriter writer) => writer.TryReset(0, 8, 50_000_000),
        ["a window for a stream that never was"] =
            (ref PacketWriter writer) => writer.TryWrite(PacketFrameType.MaxStream, 9, 100),
        ["a stop for a stream that never was"] = (ref PacketWriter writer) => writer.TryWrite(PacketFrameType.Stop, 9, 8),
        ["an answer to a question that was not put"] =
            (ref PacketWriter writer) => writer.TryWrite(PacketFrameType.Pong, 1_000),
        ["bytes after the end"] = (ref PacketWriter writer) =>
        {
            writer.Data(0, 10, 0, true);
            writer.Data(0, 10, 5, false).Clear();
        },
    };

    public static TheoryData<string> Names => [.. Lies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lie_ends_the_set(string name)
    {
        using var liar = new StreamLiar();
        Assert.True(liar.Open(0));
        liar.OpenStream(0);
        liar.SayData(0, 0, 10);

        liar.Say(Lies[name]);

        Assert.Equal(StreamCode.PeerLost, liar.SetEnd?.Code);
        Assert.Equal((0u, PathCloseReason.Protocol), Assert.Single(liar.Closed));
        Assert.Equal(StreamEndKind.Lost, Assert.Single(liar.StreamEnds).End.Kind);
        Assert.Equal(10, liar.Bytes);
    }

    [Fact]
    public void Bytes_with_more_gaps_than_paths_can_make_end_the_set_and_hold_no_more_than_the_window()
    {
        using var liar = new StreamLiar();
        Assert.True(liar.Open(0));
        liar.OpenStream(0);

        for (var i = 1; i <= 80 && liar.SetEnd is null; i++) liar.SayData(0, 3 * i, 1);

        Assert.NotNull(liar.SetEnd);
        Assert.Equal(0, liar.Bytes);
    }

    [Fact]
    public void More_streams_than_there_may_be_are_refused_and_twice_as_many_end_the_set()
    {
        using var liar = new StreamLiar(new() { Streams = 4 });
        Assert.True(liar.Open(0));

        for (var i = 0UL; i < 6; i++) liar.Say((ref PacketWriter writer) => writer.TryOpen(i, false, "test/1"u8, []));
        var (offered, isOver) = (liar.OfferedStreams.Count, liar.SetEnd is not null);
        for (var i = 6UL; i < 12; i++) liar.Say((ref PacketWriter writer) => writer.TryOpen(i, false, "test/1"u8, []));

        Assert.Equal((4, false), (offered, isOver));
        Assert.NotNull(liar.SetEnd);
    }

    [Fact]
    public void A_path_is_opened_once_and_only_for_its_own_set()
    {
        using var liar = new StreamLiar();

        Assert.True(liar.Open(0));
        Assert.False(liar.Open(0));
        Assert.False(liar.Open(1, StreamsId.Read(new byte[16])));
        Assert.True(liar.Open(1));
        Assert.Null(liar.SetEnd);
    }

    [Fact]
    public void A_set_has_eight_paths_at_a_time_and_refuses_the_next()
    {
        using var liar = new StreamLiar();

        for (uint index = 0; index < 8; index++) Assert.True(liar.Open(index));

        Assert.False(liar.Open(8));
        Assert.Null(liar.SetEnd);
    }

    [Theory]
    [InlineData("repeated")]
    [InlineData("left out")]
    [InlineData("changed")]
    [InlineData("early, too late")]
    [InlineData("shortened")]
    public void What_a_relay_may_have_done_to_a_packet_ends_its_path_only(string what)
    {
        using var liar = new StreamLiar();
        Assert.True(liar.Open(0));
        liar.OpenStream(0);
        var packet = liar.Seal((ref PacketWriter writer) => writer.Data(0, 0, 10, false).Clear());
        if (what == "repeated") liar.Set.Packet(0, packet, StreamLiar.Now);
        if (what == "left out") packet = liar.Seal((ref PacketWriter writer) => writer.Data(0, 10, 10, false).Clear());
        if (what == "changed") packet.Ciphertext[3] ^= 1;
        if (what == "early, too late")
        {
            liar.Seal((ref PacketWriter writer) => writer.TryWrite(PacketFrameType.Ping, 0), liar.Early).Release();
            packet = liar.Seal((ref PacketWriter writer) => writer.TryWrite(PacketFrameType.Ping, 0), liar.Early);
        }

        if (what == "shortened")
        {
            var shorter = PathPacket.Rent(PathPacket.MinCiphertext);
            packet.Ciphertext[..PathPacket.MinCiphertext].CopyTo(shorter.Ciphertext);
            shorter.Number = packet.Number;
            packet = shorter;
        }

        var before = liar.Bytes;
        liar.Set.Packet(0, packet, StreamLiar.Now);

        Assert.Equal((0u, PathCloseReason.Protocol), Assert.Single(liar.Closed));
        Assert.Null(liar.SetEnd);
        Assert.Equal(before, liar.Bytes);
        Assert.True(liar.Open(1));
    }

    [Fact]
    public void A_node_without_room_takes_no_set()
    {
        var memory = new StreamMemory(3 * 256 * 1024);
        using var liar = new StreamLiar();
        var parts = new StreamSetParts(
            liar.Id, false, DirectPolicy.Auto, new(), memory, target => target.Clear(), liar);
        var sets = Enumerable.Range(0, 4).Select(_ => new StreamSet(parts, StreamLiar.Now)).ToList();

        Assert.Equal([true, true, true, false], sets.ConvertAll(set => set.HasRoom));
        foreach (var set in sets) set.Dispose();
        Assert.Equal(0, memory.Promised.Held);
    }

    [Fact]
    public void Policies_that_exclude_each_other_refuse_the_path()
    {
        var upgrade = new DirectUpgrade(new());

        Assert.True(upgrade.TryAgree(DirectPolicy.Auto, DirectPolicy.Never));
        Assert.Equal(DirectPolicy.Never, upgrade.Policy);
        Assert.False(upgrade.TryAgree(DirectPolicy.Only, DirectPolicy.Never));
        Assert.False(upgrade.TryAgree(DirectPolicy.Never, DirectPolicy.Only));
    }
}
