using System.Text.Json.Nodes;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary><c>vectors/paths.json</c>, both ways.</summary>
public sealed class PathVectorSpecs
{
    private static readonly JsonNode File = Repository.Vectors("paths.json");

    [Fact]
    public void Frames_are_read_to_their_fields_and_written_to_their_bytes()
    {
        Assert.NotEmpty(File["frames"]!.AsArray());
        foreach (var vector in File["frames"]!.AsArray())
        {
            var bytes = Hex(vector!, "frame");
            Assert.True(PathFrame.TryRead(bytes, out var path).IsNone);
            Assert.Equal((int)vector!["type"]!, (int)path.Type);
            Assert.Equal((uint)vector["label"]!, path.Label);
            Assert.Equal((bool)vector["wants_more"]!, path.WantsMore);
            Assert.Equal(bytes, Written(vector, path.Type, path.Label));
        }
    }

    [Fact]
    public void Refused_frames_are_refused()
    {
        Assert.NotEmpty(File["refused"]!.AsArray());
        Assert.All(File["refused"]!.AsArray(), vector =>
            Assert.False(PathFrame.TryRead(Hex(vector!, "frame"), out _).IsNone, (string)vector!["name"]!));
    }

    [Fact]
    public void Packets_cost_what_they_cost()
    {
        Assert.NotEmpty(File["costs"]!.AsArray());
        Assert.All(File["costs"]!.AsArray(), vector =>
            Assert.Equal((int)vector!["cost"]!, PathPacket.Rent((int)vector["ciphertext"]!).Cost));
    }

    private static byte[] Written(JsonNode vector, PathFrameType type, uint label)
    {
        var frame = new byte[PathFrame.SizeWith(PathFrame.MaxOpaque)];
        if (type == PathFrameType.Data)
        {
            var ciphertext = Hex(vector, "ciphertext");
            var packet = PathPacket.Rent(ciphertext.Length);
            packet.Number = BitConverter.ToUInt64(Hex(vector, "number"));
            ciphertext.CopyTo(packet.Ciphertext);
            return packet.Address(label, (bool)vector["wants_more"]!).ToArray();
        }

        var length = type switch
        {
            PathFrameType.Close => PathFrame.Write(frame, label, (PathCloseReason)(int)vector["reason"]!),
            PathFrameType.Credit or PathFrameType.GiveBack => PathFrame.Write(frame, label, type, (uint)vector["cost"]!),
            _ => PathFrame.Write(frame, label, type, (int)vector["window"]!, Hex(vector, "rest")),
        };
        return frame[..length];
    }

    private static byte[] Hex(JsonNode vector, string field) => Convert.FromHexString((string)vector[field]!);
}
