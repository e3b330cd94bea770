using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Actors.Disk;
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

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly SortedDictionary<string, Site> _sites;

    private SiteBook(string path, SortedDictionary<string, Site> sites) => (_path, _sites) = (path, sites);

    /// <summary>All sites, by name.</summary>
    public IReadOnlyList<Site> All
    {
        get
        {
            lock (_lock) return [.. _sites.Values];
        }
    }

    /// <summary>Reads the book of a data directory; one that was never written is empty.</summary>
    /// <exception cref="UserErrorException">The file is there and is no book.</exception>
    public static SiteBook Open(string path)
    {
        var sites = new SortedDictionary<string, Site>(StringComparer.Ordinal);
        if (!File.Exists(path)) return new SiteBook(path, sites);
        try
        {
            foreach (var (name, site) in JsonNode.Parse(File.ReadAllText(path))?.AsObject() ?? []) sites[name] = Read(name, site!);
        }
        catch (Exception error) when (error is JsonException or FormatException or ProtocolException or InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw new UserErrorException(
                $"the list of sites {path} cannot be read ({error.Message.TrimEnd('.')}). Correct it, or move it away and publish again", error);
        }

        return new SiteBook(path, sites);
    }

    /// <summary>The site of a name; null: there is none.</summary>
    public Site? Find(ServiceName name)
    {
        lock (_lock) return _sites.GetValueOrDefault(name.ToString());
    }

    /// <summary>Adds a site, or its next version.</summary>
    /// <exception cref="UserErrorException">The book is full.</exception>
    /// <exception cref="IOException">It cannot be written; it is as before.</exception>
    public void Put(Site site)
    {
        lock (_lock)
        {
            if (_sites.Count >= MaxSites && !_sites.ContainsKey(site.Name.ToString()))
                throw new UserErrorException($"a node publishes at most {MaxSites} sites. Remove one: rings site remove NAME");
            Change(sites => sites[site.Name.ToString()] = site);
        }
    }

    /// <summary>Takes a site out.</summary>
    /// <returns>False: it was not there.</returns>
    /// <exception cref="IOException">The book cannot be written; it is as before.</exception>
    public bool Remove(ServiceName name)
    {
        lock (_lock)
        {
            if (!_sites.ContainsKey(name.ToString())) return false;
            Change(sites => sites.Remove(name.ToString()));
            return true;
        }
    }

    /// <summary>Writes the changed book first: what the disk refuses did not happen.</summary>
    private void Change(Action<SortedDictionary<string, Site>> change)
    {
        var changed = new SortedDictionary<string, Site>(_sites, StringComparer.Ordinal);
        change(changed);
        var text = new JsonObject(changed.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Write(entry.Value))));
        OwnerOnlyFile.Write(_path, text.ToJsonString() + "\n");
        change(_sites);
    }

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
