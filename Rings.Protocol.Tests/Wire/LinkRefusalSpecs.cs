using Google.Protobuf;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>The largest that the end of a link may say, and which field is refused just beyond (protocol.md, 2 and 3).</summary>
public sealed class LinkRefusalSpecs
{
    private static readonly ByteString Short = ByteString.CopyFrom(new byte[15]);

    [Fact]
    public void Credit_is_refused_just_beyond_its_bounds()
    {
        Assert.Null(FieldOf(new() { Credit = new() { Lane = 1, Bytes = 1UL << 32, Frames = 1U << 20 } }));
        Assert.Equal("Credit.bytes", FieldOf(new() { Credit = new() { Lane = 3, Bytes = (1UL << 32) + 1 } }));
        Assert.Equal("Credit.frames", FieldOf(new() { Credit = new() { Lane = 3, Frames = (1U << 20) + 1 } }));
    }

    [Fact]
    public void A_hello_offers_a_window_within_its_bounds()
    {
        Assert.Null(FieldOf(Hello(1UL << 18, 256)));
        Assert.Null(FieldOf(Hello(1UL << 32, 1U << 20)));
        Assert.Equal("Hello.limits.lane_bytes", FieldOf(Hello((1UL << 18) - 1, 256)));
        Assert.Equal("Hello.limits.lane_bytes", FieldOf(Hello((1UL << 32) + 1, 256)));
        Assert.Equal("Hello.limits.lane_frames", FieldOf(Hello(1UL << 18, 255)));
        Assert.Equal("Hello.limits.lane_frames", FieldOf(Hello(1UL << 18, (1U << 20) + 1)));
        Assert.Equal("Hello.limits", FieldOf(new() { Hello = new() }));
    }

    [Fact]
    public void What_a_hello_names_is_whole()
    {
        Assert.Equal("Hello.link_id", FieldOf(Hello(1UL << 18, 256, hello => hello.LinkId = Short)));
        Assert.Equal("Hello.offer_hash", FieldOf(Hello(1UL << 18, 256, hello => hello.OfferHash = Short)));
        Assert.Equal("Hello.answer_hash", FieldOf(Hello(1UL << 18, 256, hello => hello.AnswerHash = Short)));
        Assert.Equal("Forged.transaction_hash", FieldOf(new() { Forged = new() { TransactionHash = Short } }));
        Assert.Equal("GoAway.neighbours", FieldOf(new() { GoAway = new() { Neighbours = { Short } } }));
    }

    [Fact]
    public void A_name_that_nobody_supports_has_at_most_64_characters()
    {
        var longest = new Unsupported(Kind.Application, new('n', 64));

        Assert.Equal(longest, Unsupported.Read(longest.ToBytes()));
        Assert.Equal(
            "Unsupported.protocol",
            Assert.Throws<ProtocolException>(() => Unsupported.Read(new Unsupported(Kind.Part, new('n', 65)).ToBytes())).Field);
    }

    [Fact]
    public void A_part_is_one_of_its_message_and_as_long_as_its_place_says()
    {
        Assert.Null(PartOf(Kind.Application, 49_153, 0, 49_152));
        Assert.Null(PartOf(Kind.Application, 49_153, 1, 1));
        Assert.Null(PartOf(Kind.Application, 64 << 20, 0, 49_152));
        Assert.Equal("MessagePart.index", PartOf(Kind.Application, 49_152, 1, 0));
        Assert.Equal("MessagePart.index", PartOf(Kind.Application, 49_153, 2, 1));
        Assert.Equal("MessagePart.data", PartOf(Kind.Application, 49_153, 1, 2));
        Assert.Equal("MessagePart.data", PartOf(Kind.Application, 49_153, 0, 49_151));
        Assert.Equal("MessagePart.total_bytes", PartOf(Kind.Application, (64 << 20) + 1, 0, 49_152));
        Assert.Equal("MessagePart.total_bytes", PartOf(Kind.Application, 0, 0, 0));
        Assert.Equal("MessagePart.kind", PartOf(Kind.Part, 1, 0, 1));
        Assert.Equal("MessagePart.kind", PartOf(Kind.Ring, 1, 0, 1));
        Assert.Equal("MessagePart.message_id", PartOf(Kind.Application, 1, 0, 1, idBytes: 15));
    }

    [Fact]
    public void Each_tag_of_a_route_and_each_of_its_flags_counts()
    {
        var route = new byte[RouteBytes.Length];
        RouteBytes.Write(route, Route.ToNode(Any.Node(2), wantsReply: true));
        string? With(int at, byte value)
        {
            byte[] changed = [.. route];
            changed[at] = value;
            return RouteBytes.TryRead(changed, out _).Field;
        }

        Assert.Null(With(0, route[0]));
        foreach (var at in (int[])[0, 5, 7, 8, 29, 31]) Assert.Equal("Route", With(at, (byte)(route[at] ^ 1)));
        Assert.Null(With(6, (byte)RouteMode.Back));
        Assert.Equal("Route.mode", With(6, (byte)RouteMode.Back + 1));
        Assert.Equal("Route", With(30, 2));
        Assert.Equal("Route", With(32, 2));
        Assert.Equal("Route", RouteBytes.TryRead(route.AsSpan(..^1), out _).Field);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16_383, 2)]
    [InlineData(16_384, 3)]
    [InlineData(ulong.MaxValue, 10)]
    public void A_number_takes_a_byte_for_each_seven_bits(ulong number, int bytes)
    {
        var target = new byte[10];
        var writer = new FieldWriter(target);
        writer.Varint(number);
        var reader = new FieldReader(target.AsSpan(0, bytes));

        Assert.Equal((bytes, bytes), (FieldWriter.SizeOfVarint(number), writer.Position));
        Assert.True(reader.TryVarint(out var read));
        Assert.Equal((number, true), (read, reader.AtEnd));
    }

    private static Proto.LinkControl Hello(
        ulong bytes, uint frames, Action<Proto.LinkControl.Types.Hello>? change = null)
    {
        var hello = new Proto.LinkControl.Types.Hello
        {
            LinkId = ByteString.CopyFrom(new byte[LinkId.Bytes]),
            OfferHash = ByteString.CopyFrom(new byte[PayloadHash.Bytes]),
            AnswerHash = ByteString.CopyFrom(new byte[PayloadHash.Bytes]),
            Limits = new() { LaneBytes = bytes, LaneFrames = frames },
            Phase = (Proto.NodePhase)RingPhase.Member,
        };
        change?.Invoke(hello);
        return new() { Hello = hello };
    }

    private static string? FieldOf(Proto.LinkControl control) => Field(() => LinkControl.Read(control.ToByteArray()));

    private static string? PartOf(Kind kind, int total, uint index, int dataBytes, int idBytes = 16) => Field(() =>
        MessagePart.Read(new Proto.MessagePart
        {
            MessageId = ByteString.CopyFrom(new byte[idBytes]),
            Kind = (Proto.Kind)kind,
            TotalBytes = (uint)total,
            Index = index,
            Data = ByteString.CopyFrom(new byte[dataBytes]),
        }.ToByteArray()));

    private static string? Field(Action read) => (Record.Exception(read) as ProtocolException)?.Field;
}
