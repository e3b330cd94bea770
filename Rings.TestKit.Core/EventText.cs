using System.Collections;
using System.Globalization;
using System.Reflection;
using Akka.Actor;
using Rings.Protocol;

namespace Rings.TestKit;

/// <summary>Messages in words, with the nodes by their names: the same message always gives the same words.</summary>
/// <param name="names">The nodes' names.</param>
internal sealed class EventText(IReadOnlyDictionary<Did, string> names)
{
    private const int MostItems = 16;
    private const int MostBytes = 16;

    public string Of(object? value) => value switch
    {
        null => "none",
        Did did => names.GetValueOrDefault(did) ?? did.ToString(),
        byte[] bytes => $"{bytes.Length} bytes {Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, MostBytes)))}",
        string text => text,
        IActorRef actor => actor.Path.Name,
        _ when value.GetType().Namespace?.StartsWith("Akka", StringComparison.Ordinal) == true => value.GetType().Name,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Take(MostItems).Select(Of))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => OfProperties(value),
    };

    private string OfProperties(object value)
    {
        var type = value.GetType();
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(property => property.GetIndexParameters().Length == 0 && property.Name != "EqualityContract")
            .Select(property => $"{property.Name} {Of(property.GetValue(value))}");
        return string.Join(' ', properties.Prepend(type.Name));
    }
}
