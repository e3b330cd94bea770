using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Ring;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 4: every message, bodies that are refused, and one of a later version.</summary>
internal static class RingVectors
{
    public static JsonObject Make() => new()
    {
        ["description"] = "Rings/1: the bytes of Ring/ring.proto, in hex; docs/protocol/4-ring.md",
        ["messages"] = new JsonObject(
            Messages().Select(static item => KeyValuePair.Create(
                item.Name, (JsonNode?)Hex(RingCodec.Write(item.Message))))),
        ["refused"] = new JsonArray([.. Refused().Select(static item => (JsonNode)Describe(item.Name, item.Body))]),
        ["unsupported"] = new JsonArray(
            Describe("no message", []),
            Describe("message 15, of a later version", Field(15, []))),
    };

    private static IEnumerable<(string Name, RingMessage Message)> Messages() =>
    [
        ("find_owner", new RingMessage.FindOwner(At(1))),
        ("find_next", new RingMessage.FindNext(At(2), Final: false)),
        ("find_next_final", new RingMessage.FindNext(At(2), Final: true)),
        ("ask_neighbours", RingMessage.AskNeighbours.Instance),
        ("probe", RingMessage.Probe.Instance),
        ("owner_found", new RingMessage.OwnerFound(At(3), At(2), [At(4), At(5)], Hops: 3)),
        ("owner_found_alone", new RingMessage.OwnerFound(At(3), null, [], Hops: 1)),
        ("next_found", new RingMessage.NextFound(IsOwner: false, Final: true, At(2), [At(4)])),
        ("next_found_owner", new RingMessage.NextFound(IsOwner: true, Final: true, At(2), [At(4)])),
        ("neighbours", new RingMessage.Neighbours(RingPhase.Member, At(2), [At(1)], [At(4), At(5)])),
        ("neighbours_joining", new RingMessage.Neighbours(RingPhase.Joining, null, [], [])),
        ("alive", RingMessage.Alive.Instance),
        ("notify", new RingMessage.Notify([At(2), At(1)])),
        ("changed", RingMessage.Changed.Instance),
        ("bridge", new RingMessage.Bridge(0x0102030405060708, At(9))),
        ("leaving", new RingMessage.Leaving(At(2), [At(4)])),
    ];

    private static IEnumerable<(string Name, byte[] Body)> Refused()
    {
        var (did, owner) = (Field(1, At(1).ToByteArray()), At(3).ToByteArray());
        yield return ("FindOwner without a key", Field(1, []));
        yield return ("FindOwner with a key of 19 bytes", Field(1, Field(1, Bytes(0, 19))));
        yield return ("FindNext without a key", Field(2, []));
        yield return ("OwnerFound without hops", Field(9, Field(1, owner)));
        yield return ("OwnerFound of 33 hops", Field(9, [.. Field(1, owner), 0x20, 33]));
        yield return ("OwnerFound with a predecessor of 21 bytes",
            Field(9, [.. Field(1, owner), .. Field(2, Bytes(0, 21)), 0x20, 1]));
        yield return ("OwnerFound with 33 successors",
            Field(9, [.. Field(1, owner), .. Many(3, 33), 0x20, 1]));
        yield return ("Neighbours with a nearer node of 19 bytes", Field(11, Field(3, Bytes(0, 19))));
        yield return ("no message of Protocol Buffers", [.. did[..10]]);
    }

    private static byte[] Many(int field, int count) =>
        [.. Enumerable.Repeat(Field(field, At(4).ToByteArray()), count).SelectMany(static bytes => bytes)];

    private static JsonObject Describe(string name, byte[] body) => new JsonObject
    {
        ["name"] = name,
        ["body"] = Hex(body),
    };

    private static Did At(int exponent) => Did.Zero.Finger(150 + exponent);
}
