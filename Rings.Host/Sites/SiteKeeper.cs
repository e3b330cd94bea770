using Rings.Actors.Files;
using Rings.Actors.Public;
using Rings.Host.Http;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Sites;

/// <summary>
/// Keeps this node's sites in the ring: the record that names each is renewed by the storage, the files here, each day.
/// What the ring keeps stands for 7 days, so a site outlives its publisher's absence by six at least.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="book">The sites.</param>
/// <param name="time">The clock.</param>
/// <param name="log">For what could not be renewed.</param>
internal sealed class SiteKeeper(IRecords node, SiteBook book, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pace = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromHours(1);

    private readonly RingsFiles _files = new(node);

    /// <summary>Publishes a site, or its next version: from its end on, whoever looks finds this one.</summary>
    /// <returns>What the ring says to that.</returns>
    public async Task<IPutOutcome> PublishAsync(Site site, CancellationToken cancel)
    {
        var manifest = site.ToManifest().ToBytes();
        var before = book.Find(site.Name);
        book.Put(site);
        var outcome = await PutAsync(site.Name, manifest, renew: true, cancel);
        if (outcome is RecordStored or RecordStoredLocally) return outcome;
        if (before is null) book.Remove(site.Name);
        else book.Put(before);
        return outcome;
    }

    /// <summary>Ends a site: an empty value is no manifest. Its files expire in their time.</summary>
    /// <returns>What the ring says to that.</returns>
    public async Task<IPutOutcome> RemoveAsync(ServiceName name, CancellationToken cancel)
    {
        var outcome = await PutAsync(name, [], renew: false, cancel);
        if (outcome is RecordStored or RecordStoredLocally) book.Remove(name);
        return outcome;
    }

    /// <summary>Renews what is due until the node stops. Times pass on this node's clock while it runs: a node that was
    /// away renews at its start.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true) await Task.Delay(await RenewAllAsync(stop) ? Pace : AfterFailure, time, stop);
        }
        catch (Exception ended) when (ended is OperationCanceledException or NodeStoppedException)
        {
            // The node stops.
        }
    }

    /// <summary>Renews what is due now.</summary>
    /// <returns>False: something could not be renewed, and was logged.</returns>
    internal async Task<bool> RenewAllAsync(CancellationToken stop)
    {
        var areAll = true;
        foreach (var site in book.All)
        {
            // Just published: all of it is fresh, and a node that has just begun has better things to do.
            if (time.GetUtcNow() - site.Published < Pace) continue;
            try
            {
                await RenewAsync(site, stop);
            }
            catch (Exception failed) when (failed is FileTransferException or TimeoutException)
            {
                areAll = false;
                log.LogWarning("The files of site {Site} were not renewed, and are tried again in an hour: {Why}", site.Name, failed.Message);
            }
        }

        return areAll;
    }

    private async Task RenewAsync(Site site, CancellationToken stop)
    {
        var directory = await _files.FindDirectoryAsync(site.Root, stop)
            ?? throw new FileTransferException(FileFailure.Damaged, $"{site.Root} is no directory.");
        foreach (var entry in directory.Entries) await _files.RenewAsync(entry.Root, FileEndpoints.MaxFile, stop);
        await _files.PutDirectoryAsync(directory.Entries, stop);
    }

    private Task<IPutOutcome> PutAsync(ServiceName name, byte[] value, bool renew, CancellationToken cancel) =>
        node.PutAsync(new PutRegister(ServiceManifest.RegisterOf(name), value, ServiceManifest.Life, Renew: renew), cancel);
}
