using System.Text.Json.Nodes;
using Rings.Protocol.Paths;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 7.1: each path frame, frames that are refused, and what packets cost.</summary>
internal static class PathVectors
{
    private static readonly int[] Ciphertexts = [16, 511, 512, 513, 16_400];

    private const uint Label = 0x8000_0102;

    public static JsonObject Make() => new()
    {
        ["description"] = "Rings/1: path frames, in hex; docs/protocol/7-streams.md",
        ["frames"] = new JsonArray(
            Describe(PathFrameType.Open, Long(PathFrameType.Open, 262_144, Bytes(0x30, 40))),
            Describe(PathFrameType.Accept, Long(PathFrameType.Accept, 32_768, Bytes(0x60, 3))),
            Describe(PathFrameType.Accept, Long(PathFrameType.Accept, 1 << 24, [])),
            Describe(PathFrameType.Data, Packet(0x8000_0000_0000_0007, Bytes(0x70, 16), false)),
            Describe(PathFrameType.Data, Packet(1, Bytes(0x70, 17), true)),
            Describe(PathFrameType.Credit, Word(PathFrameType.Credit, 8_208)),
            Describe(PathFrameType.GiveBack, Word(PathFrameType.GiveBack, 229_376)),
            Describe(PathFrameType.Close, Close(PathCloseReason.Stalled))),
        ["refused"] = new JsonArray([.. Refused.Select(item => (JsonNode)new JsonObject
        {
            ["name"] = item.Name,
            ["frame"] = item.Frame,
        })]),
        ["costs"] = new JsonArray([.. Ciphertexts.Select(bytes => (JsonNode)new JsonObject
        {
            ["ciphertext"] = bytes,
            ["cost"] = Math.Max(PathPacket.MinCost, bytes),
        })]),
    };

    private static readonly (string Name, string Frame)[] Refused =
    [
        ("no type", "1a0401000000"),
        ("label 0", "1a06000000000401"),
        ("label 0 of the offerer", "1a06000000800401"),
        ("bit 7 with CLOSE", "1a06010000008401"),
        ("CLOSE without a reason", "1a050100000004"),
        ("CLOSE with two", "1a0701000000040100"),
        ("CREDIT of 0", "1a09010000000300000000"),
        ("CREDIT of 2^24 + 1", "1a09010000000301000001"),
        ("GIVE_BACK of three bytes", "1a080100000005010000"),
        ("ACCEPT with a window of 32,767", "1a090100000001ff7f0000"),
        ("ACCEPT with a window of 2^24 + 1", "1a09010000000101000001"),
        ("OPEN without an envelope", "1a09010000000000800000"),
        ("DATA with a ciphertext of 15 bytes", "1a1c01000000020000000000000000000000000000000000000000000000"),
        ("a byte after the frame", "1a0601000000040100"),
    ];

    private static JsonObject Describe(PathFrameType type, byte[] bytes)
    {
        PathFrame.TryRead(bytes, out var path).ThrowIfAny();
        var described = new JsonObject
        {
            ["type"] = (int)type,
            ["label"] = path.Label,
            ["wants_more"] = path.WantsMore,
            ["frame"] = Hex(bytes),
        };
        switch (type)
        {
            case PathFrameType.Data:
                described["number"] = Hex(path.Body[..8].ToArray());
                described["ciphertext"] = Hex(path.Body[8..].ToArray());
                break;

            case PathFrameType.Close:
                described["reason"] = (int)path.Reason;
                break;

            case PathFrameType.Credit or PathFrameType.GiveBack:
                described["cost"] = path.Amount;
                break;

            default:
                described["window"] = path.Amount;
                described["rest"] = Hex(path.Rest.ToArray());
                break;
        }

        return described;
    }

    private static byte[] Long(PathFrameType type, int window, byte[] rest)
    {
        var frame = new byte[PathFrame.SizeWith(rest.Length)];
        PathFrame.Write(frame, Label, type, window, rest);
        return frame;
    }

    private static byte[] Word(PathFrameType type, uint cost)
    {
        var frame = new byte[PathFrame.ShortFrameBytes];
        return frame[..PathFrame.Write(frame, Label, type, cost)];
    }

    private static byte[] Close(PathCloseReason reason)
    {
        var frame = new byte[PathFrame.ShortFrameBytes];
        return frame[..PathFrame.Write(frame, Label, reason)];
    }

    private static byte[] Packet(ulong number, byte[] ciphertext, bool wantsMore)
    {
        var packet = PathPacket.Rent(ciphertext.Length);
        packet.Number = number;
        ciphertext.CopyTo(packet.Ciphertext);
        var frame = packet.Address(Label, wantsMore).ToArray();
        packet.Release();
        return frame;
    }
}
