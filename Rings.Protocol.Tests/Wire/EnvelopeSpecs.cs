using CsCheck;
using Google.Protobuf;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class EnvelopeSpecs
{
    private static readonly Protocol.Identity.Signer Alice = TestAccounts.Signer();

    private static readonly Did Bob = Any.Node(2);

    [Fact]
    public void A_built_envelope_is_read_with_every_field_as_written() => Gen.Select(
        Any.Route, Any.TransactionId, Gen.ULong[1, ulong.MaxValue], Any.Kind, Gen.UInt[1, 600_000], Gen.Bool,
        Gen.Byte.Array[0, 2000]).Sample((route, id, sequence, kind, ttl, receipt, body) =>
        {
            if (!kind.IsIdempotent()) route = route with { Mode = RouteMode.Node };
            var frame = Build(route, id, sequence, kind, ttl, receipt, replyTo: receipt ? Any.Id(9) : null, body);

            var view = EnvelopeView.Read(frame);

            Assert.Equal(route, view.Route);
            Assert.Equal(0, view.Slot);
            Assert.True(view.Delegation.IsEmpty);
            var transaction = view.Transaction;
            Assert.Equal(TestAccounts.Ring, transaction.Ring);
            Assert.Equal(route.Target, transaction.Destination);
            Assert.Equal(Alice.Delegation.Id, transaction.DelegationId);
            Assert.Equal((id, sequence), (transaction.Id, transaction.Sequence));
            Assert.Equal((kind, ttl), (transaction.Kind, transaction.TtlMs));
            Assert.Equal(receipt, transaction.WantsReceipt);
            Assert.Equal(receipt ? Any.Id(9) : (TransactionId?)null, transaction.ReplyTo);
            Assert.True(transaction.Body.SequenceEqual(body));
            Assert.True(Alice.Delegation.Verify(
                Protocol.Identity.SignaturePurpose.Transaction, transaction.Bytes, view.Signature));
        }, iter: 200);

    [Fact]
    public void Generated_classes_read_the_same_fields_and_write_the_same_bytes() => Gen.Select(
        Any.Route, Any.TransactionId, Any.Kind, Gen.Byte.Array[0, 500]).Sample((route, id, kind, body) =>
        {
            if (!kind.IsIdempotent()) route = route with { Mode = RouteMode.Back };
            var frame = Build(route, id, 7, kind, 1000, receipt: true, replyTo: id, body);
            var parsed = Proto.Frame.Parser.ParseFrom(frame);
            var transaction = Proto.Transaction.Parser.ParseFrom(parsed.Envelope.Transaction);

            Assert.Equal(frame, parsed.ToByteArray());
            Assert.Equal(parsed.Envelope.Transaction.ToByteArray(), transaction.ToByteArray());
            Assert.Equal((uint)route.HopsLeft, parsed.Envelope.Route.HopsLeft);
            Assert.Equal((int)route.Mode, (int)parsed.Envelope.Route.Mode);
            Assert.Equal((uint)kind, (uint)transaction.Kind);
            Assert.Equal(body, transaction.Body.ToByteArray());
        }, iter: 200);

    [Fact]
    public void A_relay_changes_route_and_slot_in_place_and_nothing_else()
    {
        var frame = Any.Frame(Alice, Bob);
        var view = EnvelopeView.Read(frame);
        var signed = view.Transaction.Bytes.ToArray();
        var next = view.Route.Next() with { IsFinal = true };

        var start = EnvelopePatch.InPlace(frame, in view, in next, 63);

        var patched = EnvelopeView.Read(frame.AsSpan(start));
        Assert.Equal(0, start);
        Assert.Equal((next, 63), (patched.Route, patched.Slot));
        Assert.Equal(31, patched.Route.HopsLeft);
        Assert.True(patched.Transaction.Bytes.SequenceEqual(signed));
    }

    [Fact]
    public void A_delegation_is_put_in_and_cut_out_again_without_a_trace() => Gen.Select(
        Gen.Byte.Array[1, 512], Gen.Int[0, 63], Gen.Int[0, 40_000]).Sample((delegation, slot, bodyBytes) =>
        {
            var frame = Any.Frame(Alice, Bob, bodyBytes: bodyBytes);
            var longer = Any.WithDelegation(frame, delegation, slot);
            var view = EnvelopeView.Read(longer);
            Assert.Equal(slot, view.Slot);
            Assert.True(view.Delegation.SequenceEqual(delegation));

            var start = EnvelopePatch.InPlace(longer, in view, view.Route, 0);

            Assert.True(longer.AsSpan(start).SequenceEqual(frame));
        }, iter: 200);

    [Fact]
    public void A_delegation_takes_the_place_of_another_one()
    {
        var frame = Any.WithDelegation(Any.Frame(Alice, Bob), new byte[300]);

        var view = EnvelopeView.Read(Any.WithDelegation(frame, new byte[100], slot: 5));

        Assert.Equal(100, view.Delegation.Length);
    }

    [Fact]
    public void Unknown_fields_after_the_known_ones_are_ignored_and_forwarded()
    {
        var parsed = Proto.Frame.Parser.ParseFrom(Any.Frame(Alice, Bob));
        var extra = new Proto.Unreachable { Reason = Proto.Unreachable.Types.Reason.Congested };
        var route = (byte[])[.. parsed.Envelope.Route.ToByteArray(), 0x30, 5];
        var content = (byte[])[
            0x0A, (byte)route.Length, .. route, .. Rest(parsed.Envelope), 0x32, 2, .. extra.ToByteArray()];
        byte[] frame = [0x0A, .. Varint(content.Length), .. content];

        var view = EnvelopeView.Read(frame);
        var start = EnvelopePatch.InPlace(frame, in view, view.Route.Next(), 1);

        Assert.Equal(Bob, view.Transaction.Destination);
        var patched = Proto.Frame.Parser.ParseFrom(frame.AsSpan(start).ToArray());
        Assert.Equal(31u, patched.Envelope.Route.HopsLeft);
        Assert.Equal(content.Length, patched.Envelope.CalculateSize());
    }

    [Fact]
    public void More_hops_than_allowed_are_read_as_thirty_two()
    {
        var parsed = Proto.Frame.Parser.ParseFrom(Any.Frame(Alice, Bob));
        parsed.Envelope.Route.HopsLeft = uint.MaxValue;

        Assert.Equal(32, EnvelopeView.Read(parsed.ToByteArray()).Route.HopsLeft);
    }

    [Theory]
    [InlineData("Route.mode", 10)]
    [InlineData("Route", 34)]
    [InlineData("Route", 36)]
    [InlineData("Envelope.slot", 38)]
    public void A_value_out_of_range_in_the_head_is_refused_by_name(string field, int offset)
    {
        var frame = Any.Frame(Alice, Bob);
        Assert.True(EnvelopeView.TryRead(frame, out var good).IsNone);
        frame[good.RouteOffset - 4 + offset] = 0xEE;

        Assert.Equal(field, EnvelopeView.TryRead(frame, out _).Field);
    }

    [Fact]
    public void A_target_other_than_the_signed_destination_is_refused()
    {
        var parsed = Proto.Frame.Parser.ParseFrom(Any.Frame(Alice, Bob));
        parsed.Envelope.Route.Target = ByteString.CopyFrom(Any.Node(3).ToByteArray());

        Assert.Equal("Route.target", EnvelopeView.TryRead(parsed.ToByteArray(), out _).Field);
    }

    [Fact]
    public void A_kind_that_is_not_idempotent_cannot_be_built_for_an_owner() => Assert.Throws<ProtocolException>(
        () => Any.Frame(Alice, Bob, Kind.Application, RouteMode.Owner));

    [Fact]
    public void The_longest_body_fits_into_a_frame_with_the_longest_delegation()
    {
        var frame = Any.Frame(Alice, Bob, bodyBytes: EnvelopeBuilder.MaxBodyBytes);

        Assert.True(Any.WithDelegation(frame, new byte[512]).Length <= Frame.MaxBytes);
    }

    [Fact]
    public void A_relayed_kilobyte_makes_no_garbage()
    {
        var frame = Any.Frame(Alice, Bob, bodyBytes: 1024);
        Relay(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var round = 0; round < 100; round++) Relay(frame);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Relay(byte[] frame)
    {
        EnvelopeView.TryRead(frame, out var view);
        RelayCheck.Head(in view, TestAccounts.Ring, Lane.Message, Any.Now, TimeSpan.FromSeconds(60));
        EnvelopePatch.InPlace(frame, in view, view.Route with { HopsLeft = 30 }, 7);
    }

    private static byte[] Build(
        Route route, TransactionId id, ulong sequence, Kind kind, uint ttl, bool receipt, TransactionId? replyTo,
        byte[] body)
    {
        var draft = new TransactionDraft
        {
            Destination = route.Target,
            Id = id,
            Sequence = sequence,
            Timestamp = Any.Now,
            Kind = kind,
            TtlMs = ttl,
            WantsReceipt = receipt,
            ReplyTo = replyTo,
            Body = body,
        };
        return EnvelopeBuilder.Build(in draft, in route, Alice);
    }

    private static byte[] Rest(Proto.Envelope envelope)
    {
        var rest = envelope.Clone();
        rest.Route = null;
        return rest.ToByteArray();
    }

    private static byte[] Varint(int value) => [(byte)(value | 0x80), (byte)(value >> 7)];
}
