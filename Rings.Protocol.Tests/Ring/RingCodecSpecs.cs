using System.Text.Json;
using CsCheck;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

public sealed class RingCodecSpecs
{
    [Fact]
    public void Every_message_survives_the_wire() => RingGens.AnyMessage.Sample(message =>
    {
        var bytes = RingCodec.Write(message);
        var copy = RingCodec.Read(bytes);

        Assert.Equal(message.GetType(), copy!.GetType());
        Assert.Equal(bytes, RingCodec.Write(copy));
    });

    [Fact]
    public void Messages_have_the_bytes_of_the_vectors()
    {
        var vectors = JsonDocument.Parse(File.ReadAllText(RingVectors.Path)).RootElement.GetProperty("messages");

        var written = RingVectors.Messages.ToDictionary(pair => pair.Key, pair => Hex(RingCodec.Write(pair.Value)));

        Assert.Equal(vectors.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!), written);
    }

    [Fact]
    public void The_vectors_read_as_the_messages_that_they_name()
    {
        var vectors = JsonDocument.Parse(File.ReadAllText(RingVectors.Path)).RootElement.GetProperty("messages");

        foreach (var vector in vectors.EnumerateObject())
        {
            var message = RingCodec.Read(Convert.FromHexString(vector.Value.GetString()!));
            Assert.Equal(vector.Value.GetString(), Hex(RingCodec.Write(message!)));
            Assert.Equal(RingVectors.Messages[vector.Name].GetType(), message!.GetType());
        }
    }

    [Fact]
    public void Bodies_are_refused_or_unknown_as_the_vectors_say()
    {
        var file = JsonDocument.Parse(File.ReadAllText(RingVectors.Path)).RootElement;
        var (refused, unknown) = (file.GetProperty("refused"), file.GetProperty("unsupported"));

        Assert.All(
            refused.EnumerateArray(), vector => Assert.Throws<ProtocolException>(() => RingCodec.Read(Body(vector))));
        Assert.All(unknown.EnumerateArray(), vector => Assert.Null(RingCodec.Read(Body(vector))));
        Assert.Equal((9, 2), (refused.GetArrayLength(), unknown.GetArrayLength()));
    }

    [Fact]
    public void Hostile_bytes_are_read_or_refused_by_our_own_error() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        Read(bytes);
    });

    [Fact]
    public void A_changed_byte_is_read_or_refused_by_our_own_error() =>
        Gen.Select(RingGens.AnyMessage, Gen.Int[0, 4000], Gen.Byte).Sample((message, at, value) =>
        {
            var bytes = RingCodec.Write(message);
            if (bytes.Length > 0) bytes[at % bytes.Length] = value;
            Read(bytes);
        });

    [Theory]
    [InlineData("0a020a00", "FindOwner.key")]
    [InlineData("4a020a00", "OwnerFound.owner")]
    [InlineData("4a16" + "0a14" + "0000000000000000000000000000000000000001", "OwnerFound.hops")]
    [InlineData("8a01030a0155", "Notify.predecessors")]
    [InlineData("ff", "RingMessage")]
    public void A_broken_field_is_named(string hex, string field)
    {
        var error = Assert.Throws<ProtocolException>(() => RingCodec.Read(Convert.FromHexString(hex)));

        Assert.Equal(field, error.Field);
    }

    [Fact]
    public void A_list_of_more_than_32_is_refused()
    {
        var message = new RingMessage.Notify([.. Enumerable.Range(0, 33).Select(i => Did.Zero.Finger(i))]);

        Assert.Throws<ProtocolException>(() => RingCodec.Read(RingCodec.Write(message)));
    }

    [Fact]
    public void A_message_of_a_later_version_is_none() => Assert.Null(RingCodec.Read(Convert.FromHexString("fa0100")));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static void Read(byte[] bytes)
    {
        try
        {
            RingCodec.Read(bytes);
        }
        catch (ProtocolException e)
        {
            Assert.NotEmpty(e.Field);
        }
    }

    private static byte[] Body(JsonElement vector) => Convert.FromHexString(vector.GetProperty("body").GetString()!);
}
