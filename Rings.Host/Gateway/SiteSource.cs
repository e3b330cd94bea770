using Rings.Actors.Files;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Gateway;

/// <summary>Finds sites, and remembers for a moment what it found: a page asks for many files. Thread-safe.</summary>
/// <param name="node">Reads records.</param>
/// <param name="files">Fetches directories.</param>
/// <param name="time">The clock.</param>
internal sealed class SiteSource(IRecords node, RingsFiles files, TimeProvider time)
{
    /// <summary>Sites that are remembered; the oldest goes.</summary>
    internal const int Capacity = 64;

    /// <summary>How long what was found stands: so long may a new version be unseen.</summary>
    internal static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<LocalHost, (DateTimeOffset At, FoundSite Site)> _known = [];

    /// <summary>Finds a site.</summary>
    /// <exception cref="FileTransferException">Its directory could not be had.</exception>
    public async Task<FoundSite> FindAsync(LocalHost host, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(host, out var known) && time.GetUtcNow() < known.At + FreshFor) return known.Site;
        }

        var found = await LookAsync(host, cancel);
        if (found.Directory is not null || found.IsService) Remember(host, found);
        return found;
    }

    private void Remember(LocalHost host, FoundSite site)
    {
        lock (_lock)
        {
            if (_known.Count >= Capacity && !_known.ContainsKey(host)) _known.Remove(_known.MinBy(entry => entry.Value.At).Key);
            _known[host] = (time.GetUtcNow(), site);
        }
    }

    private async Task<FoundSite> LookAsync(LocalHost host, CancellationToken cancel)
    {
        var outcome = await node.GetAsync(new GetRegister(host.Owner, ServiceManifest.RegisterOf(host.Name)), cancel);
        if (outcome is not RecordsFound found || (found.Records.IsEmpty && !found.IsFinal))
            return None(StatusCodes.Status504GatewayTimeout, $"The nodes that would know {host.Name} of {host.Owner} did not answer. Try again.");
        if (Read(found, host) is not { } manifest)
        {
            return None(
                StatusCodes.Status404NotFound,
                $"{host.Owner} tells the ring of no {host.Name}. If it is a closed service that you may use: rings open {Link(host)}");
        }

        if (manifest.SiteRoot is not { } root) return OfService(manifest, host);
        var directory = await files.FindDirectoryAsync(root, cancel);
        return directory is null
            ? None(StatusCodes.Status502BadGateway, $"What {host.Owner} names as {host.Name} is no directory.")
            : new FoundSite(directory, manifest.IsSinglePage, StatusCodes.Status200OK, "");
    }

    private static FoundSite OfService(ServiceManifest manifest, LocalHost host) => manifest switch
    {
        { Kind: not ServiceKind.Http } => None(
            StatusCodes.Status502BadGateway,
            $"{host.Name} of {host.Owner} is a service of kind {manifest.Kind.ToString().ToUpperInvariant()}: this gateway shows sites and HTTP. To use it: rings forward PORT {Link(host)}"),
        { Access: not ServiceAccess.Public } => None(
            StatusCodes.Status403Forbidden,
            $"{host.Name} of {host.Owner} is closed, and not opened here yet. If you may use it: rings open {Link(host)}"),
        _ => new FoundSite(null, false, StatusCodes.Status200OK, "") { IsService = true },
    };

    private static RingUrl Link(LocalHost host) => new(host.Owner, host.Name);

    /// <summary>Only the owner's own word counts; what cannot be read, as an empty value, is none.</summary>
    private static ServiceManifest? Read(RecordsFound found, LocalHost host)
    {
        if (found.Records.FirstOrDefault(record => record.Author == host.Owner) is not { } record) return null;
        try
        {
            return ServiceManifest.Read(record.Value, host.Name);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static FoundSite None(int status, string why) => new(null, false, status, why);
}
