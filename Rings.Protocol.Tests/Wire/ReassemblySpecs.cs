using CsCheck;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class ReassemblySpecs
{
    private const int Part = MessagePart.PartBytes;

    private static readonly ReassemblyLimits Limits = new()
    {
        OriginMessages = 2,
        OriginBytes = 6 * (Part + 1000),
        LinkBytes = 8 * (Part + 1000),
        TotalBytes = 10 * (Part + 1000),
    };

    private readonly Reassembly<int> _reassembly = new(Limits);

    [Fact]
    public void Parts_round_trip() => Gen.Select(
        Any.MessageId, Gen.Int[1, 3 * Part], Gen.Byte).Sample((id, size, fill) =>
    {
        var body = new byte[size];
        Array.Fill(body, fill);

        foreach (var part in MessagePart.Split(id, Kind.Application, body))
            Assert.Equal(part, MessagePart.Read(part.ToBytes()));
    }, iter: 50);

    [Fact]
    public void A_body_comes_back_whole_in_any_order_with_repeats() => Gen.Select(
        Gen.Int[1, 5 * Part], Gen.Int).Sample((size, seed) =>
        {
            var reassembly = new Reassembly<int>(Limits);
            var body = new byte[size];
            var random = new Random(seed);
            random.NextBytes(body);
            var parts = Parts(1, body);
            random.Shuffle(parts);
            ReassembledMessage? whole = null;
            foreach (var part in parts[..^1])
            {
                Assert.Equal(ReassemblyOutcome.Kept, reassembly.Add(Any.Node(1), 1, part, Any.Now, out whole));
                Assert.Equal(ReassemblyOutcome.Repeated, reassembly.Add(Any.Node(1), 1, part, Any.Now, out whole));
            }

            Assert.Equal(ReassemblyOutcome.Completed, reassembly.Add(Any.Node(1), 1, parts[^1], Any.Now, out whole));

            Assert.True(whole!.Body.Span.SequenceEqual(body));
            Assert.Equal(Kind.Application, whole.Kind);
            Assert.Equal((0, 0), (reassembly.Count, reassembly.Bytes));
        }, iter: 50);

    [Fact]
    public void Memory_is_charged_as_parts_arrive_and_not_as_announced()
    {
        var first = Parts(1, new byte[5 * Part])[0];

        Add(1, 1, first);

        Assert.InRange(_reassembly.Bytes, Part, Part + 200);
    }

    [Fact]
    public void An_origin_has_so_many_messages_in_progress_and_no_more()
    {
        Add(1, 1, Parts(1, new byte[2 * Part])[0]);
        Add(1, 1, Parts(2, new byte[2 * Part])[0]);

        Assert.Equal(ReassemblyOutcome.OriginFull, Add(1, 1, Parts(3, new byte[2 * Part])[0]));
        Assert.Equal(ReassemblyOutcome.Kept, Add(2, 1, Parts(3, new byte[2 * Part])[0]));
    }

    [Fact]
    public void Bytes_are_bounded_per_origin_per_link_and_in_all()
    {
        var parts = Parts(1, new byte[20 * Part]);

        Assert.Equal(ReassemblyOutcome.OriginFull, FillUp(origin: 1, link: 1, parts));
        Assert.Equal(ReassemblyOutcome.LinkFull, FillUp(origin: 2, link: 1, parts));
        Assert.Equal(ReassemblyOutcome.Full, FillUp(origin: 3, link: 2, parts));
        Assert.InRange(_reassembly.Bytes, 9 * Part, Limits.TotalBytes);
    }

    [Fact]
    public void What_does_not_become_whole_in_time_is_given_up_and_its_memory_is_free_again()
    {
        FillUp(1, 1, Parts(1, new byte[20 * Part]));

        _reassembly.Expire(Any.Now + TimeSpan.FromSeconds(60));
        Assert.Equal(1, _reassembly.Count);
        _reassembly.Expire(Any.Now + TimeSpan.FromSeconds(61));

        Assert.Equal((0, 0, 1), (_reassembly.Count, _reassembly.Bytes, _reassembly.Expired));
        Assert.Equal(ReassemblyOutcome.Kept, Add(1, 1, Parts(1, new byte[2 * Part])[0]));
    }

    [Fact]
    public void A_part_that_contradicts_an_earlier_one_changes_nothing()
    {
        var parts = Parts(1, new byte[2 * Part]);
        Add(1, 1, parts[0]);

        Assert.Equal(ReassemblyOutcome.Contradicts, Add(1, 1, parts[1] with { TotalBytes = 3 * Part }));
        Assert.Equal(ReassemblyOutcome.Contradicts, Add(1, 1, parts[1] with { Kind = Kind.SessionMessage }));
        Assert.Equal(ReassemblyOutcome.Completed, Add(1, 1, parts[1]));
    }

    [Fact]
    public void Origins_cannot_touch_each_others_messages()
    {
        var parts = Parts(1, new byte[2 * Part]);
        Add(1, 1, parts[0]);

        Assert.Equal(ReassemblyOutcome.Kept, Add(2, 1, parts[1]));
    }

    [Theory]
    [InlineData(Kind.Part)]
    [InlineData(Kind.Ring)]
    [InlineData(Kind.Stream)]
    public void Only_kinds_of_the_message_lane_are_split(Kind kind) =>
        Assert.Throws<ProtocolException>(() => MessagePart.Split(default, kind, new byte[10]));

    [Fact]
    public void A_body_is_neither_empty_nor_above_64_MiB()
    {
        Assert.Throws<ProtocolException>(() => MessagePart.Split(default, Kind.Application, default));
        Assert.Throws<ProtocolException>(
            () => MessagePart.Split(default, Kind.Application, new byte[MessagePart.MaxTotalBytes + 1]));
        Assert.Equal(1366, MessagePart.CountOf(MessagePart.MaxTotalBytes));
    }

    [Fact]
    public void A_part_of_another_size_than_its_place_says_is_refused()
    {
        var part = Parts(1, new byte[2 * Part])[0];

        Assert.Equal("MessagePart.data", Refused(part with { Data = new byte[Part - 1] }));
        Assert.Equal("MessagePart.index", Refused(part with { Index = 2 }));
        Assert.Equal("MessagePart.total_bytes", Refused(part with { TotalBytes = -1 }));
    }

    private static string Refused(MessagePart part) =>
        Assert.Throws<ProtocolException>(() => MessagePart.Read(part.ToBytes())).Field;

    private static MessagePart[] Parts(int id, byte[] body) =>
        [.. MessagePart.Split(MessageId.Read(TestAccounts.Seed(id, 16)), Kind.Application, body)];

    private ReassemblyOutcome Add(int origin, int link, MessagePart part) =>
        _reassembly.Add(Any.Node(origin), link, part, Any.Now, out _);

    private ReassemblyOutcome FillUp(int origin, int link, MessagePart[] parts) =>
        parts.Select(part => Add(origin, link, part)).First(outcome => outcome != ReassemblyOutcome.Kept);
}
