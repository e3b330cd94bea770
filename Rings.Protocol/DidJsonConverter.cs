using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rings.Protocol;

/// <summary>Writes a <see cref="Did"/> as a JSON string, <c>0x</c> and 40 digits; reads all its forms.</summary>
internal sealed class DidJsonConverter : JsonConverter<Did>
{
    /// <inheritdoc/>
    public override Did Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()!) : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Did value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[64];
        value.TryFormat(text, out var length);
        writer.WriteStringValue(text[..length]);
    }

    /// <inheritdoc/>
    public override Did ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, Did value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());

    private static Did Parse(string text)
    {
        try
        {
            return Did.Parse(text);
        }
        catch (ProtocolException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
