using Rings.Protocol;

namespace Rings.Sovereign.Proofs.Files;

/// <summary>Bytes as a text in a file: a title, and base64 in lines of 76.</summary>
internal static class SovereignText
{
    private const int Columns = 76;

    /// <summary>The bytes of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="title">Its first line.</param>
    /// <param name="field">What it is, for the error.</param>
    /// <param name="most">The most characters.</param>
    /// <exception cref="ProtocolException">Too long, another title, or no base64.</exception>
    public static byte[] Read(string text, string title, string field, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > most) throw new ProtocolException(field, $"at most {most / 1024} KiB");
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0 || lines[0] != title) throw new ProtocolException(field, $"a first line '{title}'");
        var joined = string.Concat(lines[1..]);
        var bytes = new byte[(joined.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(joined, bytes, out var length)
            ? bytes[..length]
            : throw new ProtocolException(field, "base64 behind its title");
    }

    /// <summary>The text of bytes.</summary>
    public static string Write(string title, byte[] bytes)
    {
        var lines = Convert.ToBase64String(bytes).Chunk(Columns).Select(line => new string(line));
        return $"{title}\n{string.Join('\n', lines)}\n";
    }
}
