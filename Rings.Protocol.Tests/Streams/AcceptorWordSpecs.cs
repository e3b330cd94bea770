using Rings.Protocol.Paths;
using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>By which path an acceptor says how far the opener may go and what has come; and when it says so again.</summary>
public sealed class AcceptorWordSpecs
{
    private const int Quarter = 256 * 1024;

    [Fact]
    public void What_was_acknowledged_by_a_path_that_ended_is_acknowledged_again()
    {
        using var liar = TwoPaths();
        liar.Say((ref PacketWriter writer) => writer.TryOpen(0, false, "test/1"u8, []));
        liar.SayData(0, 0, 10, isEnd: true);
        Assert.Contains((1u, PacketFrameType.Ack, 0UL, 1UL), liar.Heard);
        liar.Heard.Clear();

        liar.Set.PathEnded(1, PathCloseReason.Broken, StreamLiar.Now);

        Assert.Contains((0u, PacketFrameType.Ack, 0UL, 1UL), liar.Heard);
    }

    [Fact]
    public void By_a_path_that_another_has_taken_over_from_nothing_is_acknowledged_or_granted()
    {
        using var liar = TwoPaths();
        liar.OpenStream(0);

        for (var i = 0; i < 26; i++) liar.SayData(0, i * 10_000L, 10_000);
        liar.SayData(0, 260_000, Quarter - 260_000, isEnd: true);
        liar.Set.Read(0, Quarter, StreamLiar.Now);

        var said = liar.Heard.Where(word => word.Type is PacketFrameType.Ack or PacketFrameType.MaxData).ToList();
        Assert.Contains(said, word => word.Type == PacketFrameType.Ack && word.Subject == 0);
        Assert.Contains(said, word => word.Type == PacketFrameType.MaxData);
        Assert.All(said, word => Assert.Equal(1u, word.Path));
    }

    [Fact]
    public void The_set_may_go_on_as_soon_as_a_quarter_of_its_window_was_read()
    {
        using var liar = new StreamLiar();
        Assert.True(liar.Open(0));
        liar.OpenStream(0);
        for (var i = 0; i < 26; i++) liar.SayData(0, i * 10_000L, 10_000);
        liar.SayData(0, 260_000, Quarter - 260_000);

        liar.Set.Read(0, Quarter - 1, StreamLiar.Now);
        var before = liar.Heard.Last(word => word.Type == PacketFrameType.MaxData).Number;
        liar.Set.Read(0, 1, StreamLiar.Now);

        Assert.Equal(4 * (ulong)Quarter, before);
        Assert.Equal(5 * (ulong)Quarter, liar.Heard.Last(word => word.Type == PacketFrameType.MaxData).Number);
    }

    [Fact]
    public void A_stream_may_go_on_as_soon_as_a_quarter_of_its_window_was_read()
    {
        using var liar = new StreamLiar();
        Assert.True(liar.Open(0));
        liar.OpenStream(0);
        for (var i = 0; i < 7; i++) liar.SayData(0, i * 10_000L, 10_000);

        liar.Set.Read(0, (Quarter / 4) - 1, StreamLiar.Now);
        var before = liar.Heard.Last(word => word.Type == PacketFrameType.MaxStream).Number;
        liar.Set.Read(0, 1, StreamLiar.Now);

        Assert.Equal((ulong)Quarter, before);
        Assert.Equal(5 * (ulong)Quarter / 4, liar.Heard.Last(word => word.Type == PacketFrameType.MaxStream).Number);
    }

    /// <summary>A set whose second path has taken over from the first.</summary>
    private static StreamLiar TwoPaths()
    {
        var liar = new StreamLiar();
        Assert.True(liar.Open(0));
        Assert.True(liar.Open(1));
        liar.Say((ref PacketWriter writer) => writer.TryWrite(PacketFrameType.Use, 0), index: 1);
        liar.Heard.Clear();
        return liar;
    }
}
