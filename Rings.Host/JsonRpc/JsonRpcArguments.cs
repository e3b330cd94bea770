using System.Text.Json;

namespace Rings.Host.JsonRpc;

/// <summary>A call's arguments, by name, however they were passed.</summary>
internal sealed class JsonRpcArguments
{
    private const int MaxShown = 80;

    private readonly Dictionary<string, JsonElement> _values;

    private JsonRpcArguments(Dictionary<string, JsonElement> values, string? caller) =>
        (_values, Caller) = (values, caller);

    /// <summary>The address that the call came from; null for the node's owner and for loopback.</summary>
    public string? Caller { get; }

    /// <summary>Reads <c>params</c>: an array in the method's order, an object by name, or nothing.</summary>
    /// <exception cref="JsonRpcException">More values than parameters, or a name that the method has not.</exception>
    public static JsonRpcArguments Bind(JsonRpcMethod method, JsonElement? parameters, string? caller)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        switch (parameters)
        {
            case { ValueKind: JsonValueKind.Array } array:
                BindPositional(method, array, values);
                break;

            case { ValueKind: JsonValueKind.Object } named:
                BindNamed(method, named, values);
                break;
        }

        return new JsonRpcArguments(values, caller);
    }

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Missing(name, "a string");

    /// <summary>A text that may be left out or null.</summary>
    public string? OptionalText(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Missing(name, "a string"),
    };

    /// <summary>A whole number, or the default where it is left out.</summary>
    public long Number(string name, long ifAbsent, long least, long most)
    {
        if (Find(name) is not { } value) return ifAbsent;
        return value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            && number >= least
            && number <= most
            ? number
            : throw Missing(name, $"a whole number from {least} to {most}");
    }

    /// <summary>True or false, or the default where it is left out.</summary>
    public bool Flag(string name, bool ifAbsent) => Find(name) switch
    {
        null => ifAbsent,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Missing(name, "true or false"),
    };

    /// <summary>Whether it is there, and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An array that must be there.</summary>
    public IReadOnlyList<JsonElement> List(string name, int most) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() <= most
            ? [.. list.EnumerateArray()]
            : throw Missing(name, $"an array of at most {most}");

    /// <summary>A text that must be there and be read by <paramref name="parse"/>.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="expected">What it should be, for the error.</param>
    /// <param name="parse">Reads it, or says no.</param>
    public T Parsed<T>(string name, string expected, TryParse<T> parse) =>
        parse(Text(name), out var result) ? result : throw Wrong(name, $"'{Shown(Text(name))}' is not {expected}.");

    /// <summary>The error for a parameter that is missing, or is not what it should be. People read its words: the
    /// parameter's own name stands in the error's data.</summary>
    public static JsonRpcException Missing(string name, string expected) =>
        Wrong(name, $"The {name.Replace('_', ' ')} has to be {expected}.");

    /// <summary>The same with words of its own.</summary>
    public static JsonRpcException Wrong(string name, string words) => new(JsonRpcError.InvalidParams, words, name);

    /// <summary>As much of a text as an error repeats.</summary>
    public static string Shown(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";

    private static void BindPositional(JsonRpcMethod method, JsonElement array, Dictionary<string, JsonElement> values)
    {
        if (array.GetArrayLength() > method.Parameters.Count)
        {
            throw new JsonRpcException(
                JsonRpcError.InvalidParams, $"{method.Name} takes at most {method.Parameters.Count} parameters.");
        }

        foreach (var (index, value) in array.EnumerateArray().Index()) values[method.Parameters[index]] = value;
    }

    private static void BindNamed(JsonRpcMethod method, JsonElement named, Dictionary<string, JsonElement> values)
    {
        foreach (var property in named.EnumerateObject())
        {
            if (!method.Parameters.Contains(property.Name, StringComparer.Ordinal))
            {
                var known = method.Parameters.Count == 0 ? "none" : string.Join(", ", method.Parameters);
                throw new JsonRpcException(
                    JsonRpcError.InvalidParams, $"{method.Name} has no parameter '{property.Name}'; it takes {known}.");
            }

            values[property.Name] = property.Value;
        }
    }

    private JsonElement? Find(string name) =>
        _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Reads a value from text.</summary>
    public delegate bool TryParse<T>(string text, out T result);
}
