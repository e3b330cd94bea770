using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;

namespace Rings.Host.Sites;

/// <summary>The sites that a node publishes, kept in <c>sites.json</c>. Thread-safe.</summary>
internal sealed class SiteBook
{
    /// <summary>Sites at most.</summary>
    public const int MaxSites = 256;

    private readonly OwnerBook<Site> _sites;

    private SiteBook(string path, ImmutableSortedDictionary<string, Site> sites) => _sites = new(
        path, sites, MaxSites, $"a node publishes at most {MaxSites} sites. Remove one: rings site remove NAME", ToText);

    /// <summary>All sites, by name.</summary>
    public IReadOnlyList<Site> All => [.. _sites.All.Values];

    /// <summary>Reads the book of a data directory; one that was never written is empty.</summary>
    /// <exception cref="UserErrorException">The file is there and is no book.</exception>
    public static SiteBook Open(string path)
    {
        var none = ImmutableSortedDictionary.Create<string, Site>(StringComparer.Ordinal);
        if (!File.Exists(path)) return new SiteBook(path, none);
        try
        {
            var entries = JsonNode.Parse(File.ReadAllText(path))?.AsObject() ?? [];
            return new SiteBook(path, none.AddRange(entries.Select(entry => KeyValuePair.Create(entry.Key, Read(entry.Key, entry.Value!)))));
        }
        catch (Exception error) when (error is JsonException or FormatException or ProtocolException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new UserErrorException(
                $"the list of sites {path} cannot be read ({error.Message.TrimEnd('.')}). Correct it, or move it away and publish again", error);
        }
    }

    /// <summary>The site of a name; null: there is none.</summary>
    public Site? Find(ServiceName name) => _sites.Find(name.ToString());

    /// <summary>Adds a site, or its next version.</summary>
    /// <exception cref="UserErrorException">The book is full.</exception>
    /// <exception cref="IOException">It cannot be written; it is as before.</exception>
    public void Put(Site site) => _sites.Put(site.Name.ToString(), _ => site);

    /// <summary>Takes a site out.</summary>
    /// <returns>False: it was not there.</returns>
    /// <exception cref="IOException">The book cannot be written; it is as before.</exception>
    public bool Remove(ServiceName name) => _sites.Remove(name.ToString());

    private static string ToText(ImmutableSortedDictionary<string, Site> sites) =>
        new JsonObject(sites.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Write(entry.Value)))).ToJsonString();

    private static JsonObject Write(Site site) => new()
    {
        ["root"] = site.Root.ToString(),
        ["published"] = site.Published.ToString("O", CultureInfo.InvariantCulture),
        ["title"] = site.Title,
        ["singlePage"] = site.IsSinglePage,
    };

    private static Site Read(string name, JsonNode site)
    {
        var read = new Site(
            ServiceName.Parse(name), BlobHash.Parse((string)site["root"]!),
            DateTimeOffset.Parse((string)site["published"]!, CultureInfo.InvariantCulture))
        {
            Title = (string)site["title"]!,
            IsSinglePage = (bool)site["singlePage"]!,
        };
        _ = read.ToManifest();
        return read;
    }
}
