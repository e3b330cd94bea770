using System.Text;
using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;
using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary><c>vectors/streams.json</c> both ways: what it says is made anew, and what it holds is read.</summary>
public sealed class StreamVectorSpecs
{
    private static readonly JsonNode File = Repository.Vectors("streams.json");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_packets_of_a_path_are_sealed_to_the_byte_and_opened(int number)
    {
        var path = File["paths"]![number]!;
        var suite = (AeadSuite)path["suite"]!.GetValue<int>();
        var (helloBytes, acceptBytes) = (Hex(path, "hello"), Hex(path, "accept"));
        var (hello, accept) = (StreamsHello.Read(helloBytes), StreamsAccept.Read(acceptBytes));
        Assert.Equal(helloBytes, hello.ToBytes());
        Assert.Equal(acceptBytes, accept.ToBytes());
        using var left = X25519PrivateKey.FromBytes(Hex(path, "opener_share"));
        using var right = X25519PrivateKey.FromBytes(Hex(path, "acceptor_share"));
        Assert.True(PathSecrets.TryDerive(
            suite, helloBytes, acceptBytes, hello.Secret.Span, left, accept.Share, out var sealsHere, out var opensHere));
        Assert.True(PathSecrets.TryDerive(
            suite, helloBytes, acceptBytes, hello.Secret.Span, right, hello.Share, out var opensThere, out var sealsThere));
        using var opener = PathKeys.OfOpener(suite, hello);
        using var acceptor = PathKeys.OfAcceptor(suite, hello, opensThere!, sealsThere!);

        var isFirst = true;
        foreach (var packet in path["packets"]!.AsArray())
        {
            var (from, to) = (string)packet!["by"]! == "o" ? (opener, acceptor) : (acceptor, opener);
            var plain = Hex(packet, "plain");
            var (ciphertext, opened) = (new byte[plain.Length + AeadKey.TagBytes], new byte[plain.Length]);
            Assert.Equal(packet["number"]!.GetValue<ulong>(), from.Seal(plain, ciphertext).Value);
            Assert.Equal(Hex(packet, "ciphertext"), ciphertext);
            Assert.True(to.TryOpen(new(packet["number"]!.GetValue<ulong>()), ciphertext, opened));
            Assert.Equal(plain, opened);
            if (isFirst) opener.Complete(sealsHere!, opensHere!);
            isFirst = false;
        }
    }

    [Fact]
    public void Every_frame_is_read_as_it_is_described() =>
        Assert.All(File["frames"]!.AsArray(), vector =>
        {
            ReadOnlySpan<byte> packet = Hex(vector!, "bytes");

            Assert.True(PacketFrame.TryRead(ref packet, out var frame));
            Assert.True(packet.IsEmpty);
            Assert.Equal(vector!["type"]!.GetValue<int>(), (int)frame.Type);
            Assert.Equal(vector["subject"]!.GetValue<ulong>(), frame.Subject);
            Assert.Equal(vector["number"]!.GetValue<ulong>(), frame.Number);
            Assert.Equal(vector["code"]!.GetValue<ulong>(), frame.Code);
            Assert.Equal((string)vector["text"]!, Encoding.ASCII.GetString(frame.Name));
            Assert.Equal(Hex(vector, "content"), frame.Bytes.ToArray());
        });

    [Fact]
    public void Broken_packets_are_refused() =>
        Assert.All(File["broken"]!.AsArray(), vector =>
        {
            ReadOnlySpan<byte> packet = Hex(vector!, "packet");

            Assert.False(PacketFrame.TryRead(ref packet, out _), (string)vector!["why"]!);
        });

    private static byte[] Hex(JsonNode node, string field) => Convert.FromHexString((string)node[field]!);
}
