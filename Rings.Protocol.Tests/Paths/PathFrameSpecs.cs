using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

public sealed class PathFrameSpecs
{
    [Theory]
    [InlineData("1a04 01000000", "Frame.path")]
    [InlineData("1a06 00000000 04 01", "Path.label")]
    [InlineData("1a06 00000080 04 01", "Path.label")]
    [InlineData("1a06 01000000 84 01", "Path.type")]
    [InlineData("1a05 01000000 04", "Path.reason")]
    [InlineData("1a07 01000000 04 0100", "Path.reason")]
    [InlineData("1a09 01000000 03 00000000", "Path.cost")]
    [InlineData("1a09 01000000 03 01000001", "Path.cost")]
    [InlineData("1a08 01000000 05 010000", "Path.cost")]
    [InlineData("1a09 01000000 01 ff7f0000", "Path.window")]
    [InlineData("1a09 01000000 01 01000001", "Path.window")]
    [InlineData("1a09 01000000 00 00800000", "Path.envelope")]
    [InlineData("1a1c 01000000 02 0000000000000000 000000000000000000000000000000", "Path.ciphertext")]
    [InlineData("1a06 01000000 04 01 00", "Frame")]
    [InlineData("0a06 01000000 04 01", "Frame.path")]
    public void What_has_another_form_is_refused(string hex, string field) =>
        Assert.Equal(field, PathFrame.TryRead(Bytes(hex), out _).Field);

    [Theory]
    [InlineData("1a06 01000000 04 02", PathFrameType.Close)]
    [InlineData("1a06 01000000 04 ff", PathFrameType.Close)]
    [InlineData("1a09 01000080 03 01000000", PathFrameType.Credit)]
    [InlineData("1a09 01000080 05 00000001", PathFrameType.GiveBack)]
    [InlineData("1a09 01000080 01 00800000", PathFrameType.Accept)]
    [InlineData("1a05 01000080 06", (PathFrameType)6)]
    [InlineData("1a1d 01000000 82 0000000000000000 00000000000000000000000000000000", PathFrameType.Data)]
    public void What_has_its_form_is_read(string hex, PathFrameType type)
    {
        Assert.True(PathFrame.TryRead(Bytes(hex), out var path).IsNone);
        Assert.Equal(type, path.Type);
        Assert.Equal(type == PathFrameType.Data, PathFrame.IsPacket(Bytes(hex)));
    }

    [Fact]
    public void A_packet_is_addressed_in_place_and_at_most_16417_bytes_long()
    {
        var packet = PathPacket.Rent(PathPacket.MaxCiphertext);
        packet.Number = 0x8000_0000_0000_0005;
        packet.Ciphertext.Fill(7);

        Assert.True(PathFrame.TryRead(packet.Address(9, wantsMore: true), out var path).IsNone);

        Assert.Equal((16_417, 9u, true), (path.Frame.Length, path.Label, path.WantsMore));
        Assert.Equal("0500000000000080", Convert.ToHexStringLower(path.Body[..8]));
        Assert.Equal(PathPacket.MaxCiphertext, path.CiphertextBytes);
        packet.Release();
        packet.Release();
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
