using Google.Protobuf;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>Bytes that a Protocol Buffers parser would take, and that have a second meaning or none.</summary>
public sealed class StrictFormSpecs
{
    private static readonly byte[] Good = TransactionBytes();

    [Fact]
    public void The_form_that_is_written_is_read() => Assert.True(TransactionView.TryRead(Good, out _).IsNone);

    [Fact]
    public void A_field_that_comes_twice_is_refused()
    {
        byte[] twice = [.. Good[..2], .. Good];

        Assert.Equal("Transaction.ring", TransactionView.TryRead(twice, out _).Field);
    }

    [Fact]
    public void Fields_out_of_order_are_refused()
    {
        byte[] swapped = [.. Good[..2], .. Good[24..46], .. Good[2..24], .. Good[46..]];

        Assert.NotEqual(WireFault.None, TransactionView.TryRead(swapped, out _));
        Assert.Equal(Good.Length, Proto.Transaction.Parser.ParseFrom(swapped).CalculateSize());
    }

    [Fact]
    public void A_varint_with_superfluous_bytes_is_refused()
    {
        byte[] overlong = [Good[0], 0x81, 0x00, .. Good[2..]];

        Assert.Equal("Transaction.version", TransactionView.TryRead(overlong, out _).Field);
    }

    [Fact]
    public void A_missing_field_is_refused()
    {
        byte[] missing = [.. Good[..2], .. Good[24..]];

        Assert.Equal("Transaction.ring", TransactionView.TryRead(missing, out _).Field);
    }

    [Fact]
    public void Bytes_after_the_body_are_refused()
    {
        byte[] longer = [.. Good, 0x80, 0x01, 0x00];

        Assert.Equal("Transaction.body", TransactionView.TryRead(longer, out _).Field);
    }

    [Fact]
    public void An_unknown_field_before_the_body_is_ignored()
    {
        var parsed = Proto.Transaction.Parser.ParseFrom(Good);
        var head = parsed.Clone();
        head.ClearBody();
        byte[] longer = [.. head.ToByteArray(), 0x60, 0x05, 0x7A, (byte)parsed.Body.Length, .. parsed.Body];

        Assert.True(TransactionView.TryRead(longer, out var view).IsNone);
        Assert.True(view.Body.SequenceEqual(parsed.Body.Span));
    }

    [Theory]
    [InlineData(0u, "Transaction.kind")]
    [InlineData(80u, null)]
    [InlineData(3_000_000u, null)]
    public void A_kind_of_a_later_version_is_read(uint kind, string? fault)
    {
        var parsed = Proto.Transaction.Parser.ParseFrom(Good);
        parsed.Kind = (Proto.Kind)kind;

        Assert.Equal(fault, TransactionView.TryRead(parsed.ToByteArray(), out _).Field);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(600_001u)]
    [InlineData(uint.MaxValue)]
    public void A_time_to_live_out_of_range_is_refused(uint ttl)
    {
        var parsed = Proto.Transaction.Parser.ParseFrom(Good);
        parsed.TtlMs = ttl;

        Assert.Equal("Transaction.ttl_ms", TransactionView.TryRead(parsed.ToByteArray(), out _).Field);
    }

    [Fact]
    public void Every_prefix_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
            Assert.NotEqual(WireFault.None, TransactionView.TryRead(Good.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536)]
    public void A_frame_of_another_size_is_refused(int size) =>
        Assert.Equal("Frame", Frame.TryRead(new byte[size], out _, out _).Field);

    [Fact]
    public void A_frame_of_a_later_version_is_told_apart_from_a_broken_one()
    {
        Assert.True(Frame.TryRead([0x22, 1, 0], out var kind, out _).IsNone);
        Assert.Equal(FrameKind.Unknown, kind);
        Assert.Equal("Frame", Frame.TryRead([0x22, 2, 0], out _, out _).Field);
        Assert.Equal("Frame", Frame.TryRead([0x0A, 1, 0, 0], out _, out _).Field);
    }

    [Fact]
    public void What_is_wrong_is_told_as_an_exception_too()
    {
        var error = Assert.Throws<ProtocolException>(() => EnvelopeView.Read([0x12, 0]));

        Assert.Equal("Frame.envelope", error.Field);
    }

    private static byte[] TransactionBytes() =>
        EnvelopeView.Read(Any.Frame(TestAccounts.Signer(), Any.Node(2))).Transaction.Bytes.ToArray();
}
