using System.Text.Json;
using System.Text.Unicode;

namespace Rings.Host.JsonRpc;

/// <summary>
/// Tells whether the texts of a JSON document can be read. RFC 8259 (8.2) lets half of a surrogate pair pass as an escape,
/// and the parser looks at bytes within texts only when one of them is asked for: either would throw then, deep in a method.
/// </summary>
internal static class JsonText
{
    /// <summary>Whether every text and every name is Unicode.</summary>
    /// <param name="document">A document that a parser took already, nested no deeper than its limit.</param>
    public static bool IsUnicode(ReadOnlySpan<byte> document)
    {
        if (!Utf8.IsValid(document)) return false;
        if (document.IndexOf("\\u"u8) < 0) return true;
        var reader = new Utf8JsonReader(document);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            if (!CanBeRead(ref reader)) return false;
        }

        return true;
    }

    private static bool CanBeRead(ref Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
