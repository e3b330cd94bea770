using System.Collections.Immutable;
using System.Text.Json;
using Rings.Host.JsonRpc;
using Rings.Host.Names;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Rpc;

/// <summary>Reads the arguments that several methods take.</summary>
/// <param name="names">The names that may stand in place of a Did.</param>
internal sealed class ArgumentReader(NameBook names)
{
    /// <summary>This node.</summary>
    public Did Self => names.Self;

    /// <summary>Finds services.</summary>
    public ServiceNames Services { get; } = new(names);

    /// <summary>A Did, or the name of one, that must be there.</summary>
    /// <exception cref="JsonRpcException">It is neither, or nobody has this name here.</exception>
    public Did DidOf(JsonRpcArguments arguments, string name) => Find(arguments.Text(name), name);

    /// <summary>A Did, or the name of one, as it stands in a list.</summary>
    /// <exception cref="JsonRpcException">It is neither, or nobody has this name here.</exception>
    public Did DidOf(string text, string name) => Find(text, name);

    /// <summary>A Did, or the name of one, that may be left out.</summary>
    /// <exception cref="JsonRpcException">It is neither, or nobody has this name here.</exception>
    public Did? OptionalDidOf(JsonRpcArguments arguments, string name) =>
        arguments.OptionalText(name) is { } text ? Find(text, name) : null;

    /// <summary>Dids, or names of some; none where they are left out.</summary>
    /// <exception cref="JsonRpcException">One is neither, or there are too many.</exception>
    public ImmutableArray<Did> DidsOf(JsonRpcArguments arguments, string name, int most) =>
        arguments.Has(name)
            ? [.. arguments.List(name, most).Select(text => text.ValueKind == JsonValueKind.String
                ? Find(text.GetString()!, name)
                : throw JsonRpcArguments.Missing(name, "an array of Dids"))]
            : [];

    /// <summary>A service: its link, <c>DID/NAME</c>, its host name under <c>.rings</c>, or its name in the address
    /// book.</summary>
    /// <exception cref="JsonRpcException">It is none.</exception>
    public RingUrl ServiceOf(JsonRpcArguments arguments, string name) => ServiceOf(arguments.Text(name), name);

    /// <inheritdoc cref="ServiceOf(JsonRpcArguments, string)"/>
    /// <param name="text">What was said.</param>
    /// <param name="name">Where it was said.</param>
    public RingUrl ServiceOf(string text, string name)
    {
        var place = Services.Find(text, JsonRpcArguments.Shown(text));
        return place.Url ?? throw JsonRpcArguments.Wrong(name, $"{char.ToUpperInvariant(place.Why[0])}{place.Why[1..]}.");
    }

    /// <summary>Whether the address book has this name.</summary>
    public bool IsNamed(string text) => names.Find(text) is not null;

    /// <summary>A Did, or one that the address book names; null: it is neither.</summary>
    public Did? DidNamed(string text) => names.Find(text) switch
    {
        { Service: null } named => named.Did,
        null when DidText.Read(text, out var did) is null => did,
        _ => null,
    };

    /// <summary>Bytes in base64 that must be there.</summary>
    /// <exception cref="JsonRpcException">They are not base64.</exception>
    public static byte[] Base64Of(JsonRpcArguments arguments, string name)
    {
        var text = arguments.Text(name);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length]
            : throw JsonRpcArguments.Missing(name, "base64");
    }

    private Did Find(string text, string name)
    {
        if (names.Find(text) is { } named)
        {
            return named.Service is null
                ? named.Did
                : throw JsonRpcArguments.Wrong(name, $"'{text}' is the name of a service, {named.Service}: a Did is wanted here.");
        }

        if (DidText.Read(text, out var did) is not { } wrong) return did;
        var nobody = NameBook.IsName(text) ? $", nor a name of the address book ({Meant(text)}rings name list shows them)" : "";
        throw JsonRpcArguments.Wrong(name, $"'{JsonRpcArguments.Shown(text)}': {wrong}{nobody}.");
    }

    private string Meant(string text) =>
        names.Nearest(text) is { } near ? $"did you mean '{near}'? " : "";
}
