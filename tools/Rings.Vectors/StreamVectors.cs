using System.Text.Json.Nodes;
using Rings.Protocol.Crypto;
using Rings.Protocol.Streams;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 7.2: a path's hello and answer, the packets that its keys seal, and frames.</summary>
internal static class StreamVectors
{
    public static JsonObject Make() => new()
    {
        ["paths"] = new JsonArray([.. new[] { AeadSuite.Aes256Gcm, AeadSuite.ChaCha20Poly1305 }.Select(PathOf)]),
        ["frames"] = Frames(),
        ["broken"] = new JsonArray([.. Broken.Select(
            broken => new JsonObject { ["why"] = broken.Why, ["packet"] = Hex(broken.Packet) })]),
    };

    private static readonly (string Why, byte[] Packet)[] Broken =
    [
        ("an unknown frame", [13, 0]),
        ("a frame of number 0", [0]),
        ("a number that is cut off", [4, 0x80, 1]),
        ("bytes beyond the packet", [2, 0, 0, 5, 1, 2]),
        ("unknown flags", [1, 0, 2, 6, .. "test/1"u8, 0]),
        ("a protocol's name with a space", [1, 0, 0, 6, .. "test 1"u8, 0]),
        ("a lane that there is not", [11, 2]),
        ("metadata of 4,097 bytes", [1, 0, 0, 6, .. "test/1"u8, 0x50, 0x01, .. new byte[4097]]),
        ("a text of 257 bytes", [12, 0, 0x41, 0x01, .. new byte[257]]),
        ("an offset beyond 2^62 - 1", [2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 9]),
    ];

    private static JsonObject PathOf(AeadSuite suite)
    {
        using var left = X25519PrivateKey.FromBytes(Bytes(0x20, 32));
        using var right = X25519PrivateKey.FromBytes(Bytes(0x60, 32));
        var hello = new StreamsHello(
            StreamsId.Read(Bytes(1, 16)), 3, Bytes(0xA0, 32), left.PublicKey, DirectPolicy.Never, IsStanding: true);
        var accept = new StreamsAccept(hello.Id, hello.Index, right.PublicKey, DirectPolicy.Auto, IsUnknown: false);
        var (helloBytes, acceptBytes) = (hello.ToBytes(), accept.ToBytes());
        var opener = Derive(suite, helloBytes, acceptBytes, hello, left, accept.Share);
        var acceptor = Derive(suite, helloBytes, acceptBytes, hello, right, hello.Share);
        using var opening = PathKeys.OfOpener(suite, hello);
        using var accepting = PathKeys.OfAcceptor(suite, hello, acceptor.Opener, acceptor.Acceptor);
        var packets = new JsonArray { Seal(opening, accepting, "o", [1, 0, 1, 6, .. "test/1"u8, 0]) };
        opening.Complete(opener.Opener, opener.Acceptor);
        packets.Add(Seal(opening, accepting, "o", [2, 0, 0, 5, .. "hello"u8]));
        packets.Add(Seal(accepting, opening, "a", [5, 0, 0x80, 4, 0, 0, 8, 3, 1]));
        packets.Add(Seal(opening, accepting, "o", [3, 0, 5, 0]));
        return new()
        {
            ["suite"] = (int)suite,
            ["opener_share"] = Hex(Bytes(0x20, 32)),
            ["acceptor_share"] = Hex(Bytes(0x60, 32)),
            ["hello"] = Hex(helloBytes),
            ["accept"] = Hex(acceptBytes),
            ["packets"] = packets,
        };
    }

    private static (AeadKey Opener, AeadKey Acceptor) Derive(
        AeadSuite suite, byte[] hello, byte[] accept, StreamsHello says, X25519PrivateKey own, X25519PublicKey peer) =>
        PathSecrets.TryDerive(suite, hello, accept, says.Secret.Span, own, peer, out var opener, out var acceptor)
            ? (opener!, acceptor!)
            : throw new InvalidOperationException("The shares agree on nothing.");

    private static JsonObject Seal(PathKeys from, PathKeys to, string by, byte[] plain)
    {
        var ciphertext = new byte[plain.Length + AeadKey.TagBytes];
        var number = from.Seal(plain, ciphertext);
        if (!to.TryOpen(number, ciphertext, new byte[plain.Length])) throw new InvalidOperationException("It does not open.");
        return new() { ["by"] = by, ["number"] = number.Value, ["plain"] = Hex(plain), ["ciphertext"] = Hex(ciphertext) };
    }

    private static JsonArray Frames()
    {
        (string Name, byte[] Bytes)[] frames =
        [
            ("OPEN", [1, 7, 1, 6, .. "test/1"u8, 3, 9, 8, 7]),
            ("DATA", [2, 7, 0x44, 0x00, 4, .. "ring"u8]),
            ("DATA, the last", [3, 7, 0x44, 0x04, 0]),
            ("MAX_DATA", [4, 0x80, 0x10, 0, 0]),
            ("MAX_STREAM", [5, 7, 0x80, 4, 0, 0]),
            ("RESET", [6, 7, 0x41, 0x00, 0x44, 0x04]),
            ("STOP", [7, 7, 8]),
            ("ACK", [8, 2, 0x7F, 0xFF]),
            ("PING", [9, 5]),
            ("PONG", [10, 5]),
            ("USE", [11, 1]),
            ("CLOSE", [12, 7, 4, .. "gone"u8]),
        ];
        return new JsonArray([.. frames.Select(frame => FrameOf(frame.Name, frame.Bytes))]);
    }

    private static JsonObject FrameOf(string name, byte[] bytes)
    {
        ReadOnlySpan<byte> packet = bytes;
        if (!PacketFrame.TryRead(ref packet, out var frame) || !packet.IsEmpty) throw new InvalidOperationException(name);
        return new()
        {
            ["name"] = name,
            ["bytes"] = Hex(bytes),
            ["type"] = (int)frame.Type,
            ["subject"] = frame.Subject,
            ["number"] = frame.Number,
            ["code"] = frame.Code,
            ["text"] = System.Text.Encoding.ASCII.GetString(frame.Name),
            ["content"] = Hex(frame.Bytes),
        };
    }
}
