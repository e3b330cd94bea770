using System.Xml.Linq;
using Rings.Host.Http;

namespace Rings.Host.Tests.Http;

public sealed class JoinCodeSpecs
{
    private const string Url = "http://192.0.2.7:50001/#0x00112233445566778899aabbccddeeff00112233";

    [Fact]
    public void A_code_is_SVG_with_the_three_finder_patterns_inside_a_quiet_zone()
    {
        var dark = DarkModules(JoinCode.Draw(Url), out var size);

        // ISO/IEC 18004, 6.3.3 and 6.3.8: squares of 7 in three corners, four light modules around all.
        foreach (var (x, y) in new[] { (4, 4), (size - 11, 4), (4, size - 11) })
        {
            Assert.All(Enumerable.Range(0, 7), step => Assert.Contains((x + step, y), dark));
            Assert.DoesNotContain((x + 1, y + 1), dark);
            Assert.Contains((x + 3, y + 3), dark);
        }

        Assert.All(dark, module => Assert.True(module.X is >= 4 && module.X < size - 4 && module.Y >= 4 && module.Y < size - 4));
    }

    [Fact]
    public void Another_address_is_another_code() => Assert.NotEqual(JoinCode.Draw(Url), JoinCode.Draw(Url + "4"));

    private static HashSet<(int X, int Y)> DarkModules(string svg, out int size)
    {
        var document = XDocument.Parse(svg);
        size = int.Parse(document.Root!.Attribute("viewBox")!.Value.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        var path = document.Root.Elements().Last().Attribute("d")!.Value;
        return [.. path.Split('M', StringSplitOptions.RemoveEmptyEntries).Select(part => part[..part.IndexOf('h', StringComparison.Ordinal)].Split(' '))
            .Select(place => (int.Parse(place[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(place[1], System.Globalization.CultureInfo.InvariantCulture)))];
    }
}
