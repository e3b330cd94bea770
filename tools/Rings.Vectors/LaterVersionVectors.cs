using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;
using static Rings.Vectors.VectorBytes;
using Route = Rings.Protocol.Wire.Route;

namespace Rings.Vectors;

/// <summary>What nodes of later versions may send, and what this version takes of it, ignores or refuses.</summary>
internal static class LaterVersionVectors
{
    /// <summary>Envelopes that are accepted, although this version does not know all that they hold.</summary>
    public static IEnumerable<JsonNode> Envelopes(Signer signer)
    {
        var parts = new Parts(signer);
        yield return AcceptedOf("transaction: field 12 is a varint 0", parts.WithUnknown([0x60, 0x00]));
        yield return AcceptedOf("transaction: fields 12, 13 and 14, bytes, fixed32 and fixed64",
            parts.WithUnknown([0x62, 0x00, 0x6D, 0, 0, 0, 0, 0x71, 1, 2, 3, 4, 5, 6, 7, 8]));
        yield return AcceptedOf("envelope: field 6 is empty", parts.Frame(tail: [0x32, 0x00]));
        yield return AcceptedOf("envelope: fields 6 and 99", parts.Frame(tail: [0x30, 0x00, 0x98, 0x06, 0x01]));
        yield return AcceptedOf("route: field 6", parts.Frame(route: [.. parts.Route, 0x30, 0x00]));
        yield return AcceptedOf("hops_left 2^32 - 1 is read as 32", parts.Frame(
            route: [0x0D, 0xFF, 0xFF, 0xFF, 0xFF, .. parts.Route[5..]]));
        yield return AcceptedOf("kind 2^31 - 1, to be answered Unsupported",
            WireVectors.Build(signer, (Kind)int.MaxValue, Route.ToNode(WireVectors.Peer), false, false, 40));
    }

    /// <summary>Envelopes that break the rules for fields which this version does not know.</summary>
    public static IEnumerable<(string Name, byte[] Frame)> Refused(Signer signer)
    {
        var parts = new Parts(signer);
        yield return ("transaction: field 13 before field 12", parts.WithUnknown([0x68, 0x00, 0x60, 0x00]));
        yield return ("transaction: field 12 twice", parts.WithUnknown([0x60, 0x00, 0x60, 0x00]));
        yield return ("transaction: field 16 after the body",
            parts.Frame(transaction: [.. parts.Transaction, 0x80, 0x01, 0x00]));
        yield return ("transaction: wants_receipt 0 is written", parts.WithUnknown([0x58, 0x00]));
        yield return ("envelope: field 6 is a group", parts.Frame(tail: [0x33, 0x34]));
        yield return ("envelope: field 6 is a varint in too many bytes", parts.Frame(tail: [0x30, 0x80, 0x00]));
        yield return ("route: final is left out", parts.Frame(route: parts.Route[..^2]));
        yield return ("route: hops_left is left out", parts.Frame(route: parts.Route[5..]));
    }

    /// <summary>Frames that hold no envelope: ignored, or the end of the link.</summary>
    public static IEnumerable<JsonNode> Frames()
    {
        yield return FrameOf("field 4, a varint", "ignored", [0x20, 0x05]);
        yield return FrameOf("field 4, bytes that fill the frame", "ignored", [0x22, 0x02, 0x00, 0x00]);
        yield return FrameOf("field 4, empty", "ignored", [0x22, 0x00]);
        yield return FrameOf("field 15, fixed32", "ignored", [0x7D, 1, 2, 3, 4]);
        yield return FrameOf("field 16, a tag of two bytes", "ignored", [0x82, 0x01, 0x00]);
        yield return FrameOf("control without a message", "ignored", [0x12, 0x00]);
        yield return FrameOf("control, field 15", "ignored", [0x12, 0x02, 0x7A, 0x00]);
        yield return FrameOf("an empty message", "closes", []);
        yield return FrameOf("field 0", "closes", [0x02, 0x00]);
        yield return FrameOf("field 1 as a varint", "closes", [0x08, 0x00]);
        yield return FrameOf("field 4, a length beyond the frame", "closes", [0x22, 0x05, 0x00]);
        yield return FrameOf("field 4, a length short of the frame", "closes", [0x22, 0x01, 0x00, 0x00]);
        yield return FrameOf("fields 4 and 5", "closes", [0x20, 0x00, 0x28, 0x00]);
        yield return FrameOf("field 4, a tag in too many bytes", "closes", [0xA2, 0x00, 0x00]);
        yield return FrameOf("field 4, a length in too many bytes", "closes", [0x22, 0x81, 0x00, 0x00]);
        yield return FrameOf("field 4, a group", "closes", [0x23, 0x24]);
        yield return FrameOf("control that is no message", "closes", [0x12, 0x01, 0xFF]);
        yield return FrameOf("control, Credit for lane 0", "closes", Control(3, [0x10, 0x01, 0x18, 0x01]));
        yield return FrameOf("control, Credit for lane 4", "closes", Control(3, [0x08, 0x04, 0x10, 0x01, 0x18, 0x01]));
        yield return FrameOf("control, Credit of more than 2^32 bytes", "closes",
            Control(3, [0x08, 0x01, 0x10, 0x81, 0x80, 0x80, 0x80, 0x10, 0x18, 0x01]));
        yield return FrameOf("control, Forged with a hash of 31 bytes", "closes", Control(7, Field(1, Bytes(0, 31))));
        yield return FrameOf("control, GoAway with 17 neighbours", "closes",
            Control(8, [.. Enumerable.Repeat(Field(2, Bytes(0, 20)), 17).SelectMany(static field => field)]));
        yield return FrameOf("control, Listens at port 0", "closes", Control(9, []));
        yield return FrameOf("control, Listens at port 65,536", "closes", Control(9, [0x08, 0x80, 0x80, 0x04]));
    }

    private static byte[] Control(int message, byte[] content) => Field(2, Field(message, content));

    private static JsonObject FrameOf(string name, string outcome, byte[] frame) => new()
    {
        ["name"] = name,
        ["outcome"] = outcome,
        ["frame"] = Hex(frame),
    };

    private static JsonObject AcceptedOf(string name, byte[] frame)
    {
        var view = EnvelopeView.Read(frame);
        return new()
        {
            ["name"] = name,
            ["frame"] = Hex(frame),
            ["hops_left"] = view.Route.HopsLeft,
            ["kind"] = (uint)view.Transaction.Kind,
            ["transaction_hash"] = view.Transaction.Hash.ToString(),
            ["body"] = Hex(view.Transaction.Body),
        };
    }

    /// <summary>The parts of a good envelope, to be put together otherwise; the signature is always right.</summary>
    private sealed class Parts
    {
        private readonly Signer _signer;
        private readonly byte[] _beforeBody;
        private readonly byte[] _body;

        public Parts(Signer signer)
        {
            _signer = signer;
            var route = Rings.Protocol.Wire.Route.ToNode(WireVectors.Peer, wantsReply: true);
            var view = EnvelopeView.Read(WireVectors.Build(signer, Kind.Application, route, false, false, 40));
            Transaction = view.Transaction.Bytes.ToArray();
            _body = Field(15, view.Transaction.Body);
            _beforeBody = Transaction[..^_body.Length];
            Route =
            [
                0x0D, 0, 0, 0, 0, 0x10, (byte)route.Mode, .. Field(3, route.Target.ToByteArray()), 0x20, 1, 0x28, 0,
            ];
            BinaryPrimitives.WriteInt32LittleEndian(Route.AsSpan(1), route.HopsLeft);
        }

        public byte[] Route { get; }

        public byte[] Transaction { get; }

        /// <summary>The frame with unknown fields before the transaction's body.</summary>
        public byte[] WithUnknown(byte[] fields) => Frame(transaction: [.. _beforeBody, .. fields, .. _body]);

        public byte[] Frame(byte[]? route = null, byte[]? transaction = null, byte[]? tail = null)
        {
            transaction ??= Transaction;
            return Field(1,
            [
                .. Field(1, route ?? Route), 0x15, 0, 0, 0, 0, .. Field(4, transaction),
                .. Field(5, _signer.Sign(SignaturePurpose.Transaction, transaction)), .. tail ?? [],
            ]);
        }
    }
}
