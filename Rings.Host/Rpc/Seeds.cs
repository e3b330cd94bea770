using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Rings.Host.Rpc;

/// <summary>Reads where a seed is: an HTTP URL, with the Did that must answer in its fragment.</summary>
internal static class Seeds
{
    /// <summary>Reads a URL such as <c>http://127.0.0.1:50001/#0x…</c>.</summary>
    public static bool TryParse(string text, out Uri seed)
    {
        seed = null!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return false;
        if (url.Fragment.Length > 1 && !Protocol.Did.TryParse(url.Fragment[1..], null, out _)) return false;
        seed = url;
        return true;
    }

    /// <summary>Reads an entry of a seed list: <c>{"url": …, "did": …}</c>, the Did optional.</summary>
    public static bool TryRead(JsonElement entry, [NotNullWhen(true)] out Uri? seed)
    {
        seed = null;
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("url", out var url)) return false;
        if (url.ValueKind != JsonValueKind.String) return false;
        var text = url.GetString()!;
        if (entry.TryGetProperty("did", out var did) && did.ValueKind == JsonValueKind.String)
            text = $"{text.Split('#')[0]}#{did.GetString()}";
        return TryParse(text, out seed);
    }
}
