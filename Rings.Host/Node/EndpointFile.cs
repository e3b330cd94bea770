using Rings.Actors.Disk;

namespace Rings.Host.Node;

/// <summary>Says in the data directory where the owner's listener stands, for as long as it does.</summary>
/// <remarks>
/// A full disk keeps no node from beginning: the file is tried again until it can be written, and commands need
/// <c>--endpoint</c> until then.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="url">The listener's address.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears when it cannot be written.</param>
internal sealed class EndpointFile(string path, string url, TimeProvider time, ILogger log)
{
    /// <summary>How long after a failure it is tried again.</summary>
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Tries at once, and then again and again until it is written.</summary>
    /// <param name="cancel">Ends it.</param>
    public async Task KeepAsync(CancellationToken cancel)
    {
        if (Trouble() is not { } trouble) return;
        log.LogWarning(
            "{Trouble}. Until then commands need the node's address: --endpoint {Url}", trouble.Message, url);
        do await Task.Delay(RetryAfter, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!cancel.IsCancellationRequested && Trouble() is not null);
    }

    /// <summary>Removes it. Where the disk is in the way it stays: the next start writes another.</summary>
    public void Remove()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("{Path} is left behind: {Reason}", path, kept.Message);
        }
    }

    /// <summary>Writes it. One that a node left behind is wrong, and goes first: on a full disk its block is room.</summary>
    private StoreException? Trouble()
    {
        try
        {
            File.Delete(path);
            OwnerOnlyFile.Write(path, url + "\n");
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return StoreException.Of(path, error);
        }
    }
}
