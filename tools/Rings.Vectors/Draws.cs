using System.Text.Json.Nodes;

namespace Rings.Vectors;

/// <summary>Bytes that count up, each draw from the next number on; remembers what was drawn.</summary>
/// <param name="first">Where the first draw begins.</param>
internal sealed class Draws(int first)
{
    private readonly List<byte[]> _drawn = [];

    public void Fill(Span<byte> target)
    {
        var draw = VectorBytes.Bytes(first + _drawn.Count, target.Length);
        _drawn.Add(draw);
        draw.CopyTo(target);
    }

    public JsonArray ToJson() => new([.. _drawn.Select(static draw => (JsonNode)VectorBytes.Hex(draw))]);
}
