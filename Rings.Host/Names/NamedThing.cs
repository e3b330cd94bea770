using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Host.Names;

/// <summary>What a name of the address book stands for: a node, or a service of one.</summary>
/// <param name="Did">The node; of a service, its owner.</param>
/// <param name="Service">The service, with its ticket where it needs one; null: the node itself is meant.</param>
internal sealed record NamedThing(Did Did, RingUrl? Service)
{
    /// <summary>Reads what a book kept: a Did, or a service's link.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NamedThing? thing)
    {
        thing = Did.TryParse(text, CultureInfo.InvariantCulture, out var did) ? new NamedThing(did, null)
            : RingUrl.TryParse(text, out var url) ? new NamedThing(url.Owner, url)
            : null;
        return thing is not null;
    }

    /// <summary>What the book keeps; a service's ticket is in it.</summary>
    public string ToKept() => Service?.ToLink() ?? Did.ToString();
}
