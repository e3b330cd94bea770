using System.Globalization;
using System.Text;
using QRCoder;

namespace Rings.Host.Http;

/// <summary>The address by which another node joins, as a QR code (ISO/IEC 18004) in SVG.</summary>
internal static class JoinCode
{
    /// <summary>Draws a text: one square of one unit for each dark module, with the quiet zone of four around.</summary>
    /// <param name="text">1 to 2,000 bytes of UTF-8.</param>
    public static string Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var dark = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Count; x++)
                if (rows[y][x]) dark.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        }

        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {rows.Count} {rows.Count}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{rows.Count}v{rows.Count}H0z"/><path d="{dark}"/></svg>
            """;
    }
}
