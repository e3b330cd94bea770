using Rings.AspNetCore.Tls;
using Rings.Host.Entrance;
using Rings.Protocol.Services;

namespace Rings.Host.Services;

/// <summary>
/// The kept services of kind HTTP whose callers' TLS ends at this node, over restarts too. Certificates that changed are
/// read again. Where one cannot be used when the node starts, the service speaks no TLS until it can: callers that want
/// it are closed. Thread-safe.
/// </summary>
/// <param name="ends">Where TLS ends.</param>
/// <param name="book">Where they are written down.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears of certificates that cannot be used.</param>
internal sealed class KeptTls(TlsEnds ends, TlsBook book, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan LookPace = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<ServiceName, Kept> _services = [];

    /// <summary>Begins with those that are written down.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            foreach (var (name, terms) in book.All) _services[name] = new Kept { Terms = terms };
        }

        Look();
    }

    /// <summary>TLS of a service's callers ends here from now on.</summary>
    /// <param name="name">A service of kind HTTP that was just added.</param>
    /// <param name="terms">How.</param>
    /// <param name="files">The certificate, as it was read.</param>
    /// <param name="isKept">Whether it does so after a restart, too.</param>
    /// <exception cref="Cli.UserErrorException">There are too many.</exception>
    /// <exception cref="IOException">It cannot be written down; nothing has changed.</exception>
    public void Add(ServiceName name, TlsTerms terms, TlsFiles files, bool isKept)
    {
        lock (_lock)
        {
            if (isKept) book.Put(name, terms);
            else book.Remove(name);
            var kept = new Kept { Terms = terms };
            _services[name] = kept;
            ends.Remove(name);
            Show(name, kept, files);
        }
    }

    /// <summary>It does so no longer; where it did not, nothing happens.</summary>
    /// <exception cref="IOException">That cannot be written down; nothing has changed.</exception>
    public void Remove(ServiceName name)
    {
        lock (_lock)
        {
            if (!_services.ContainsKey(name)) return;
            book.Remove(name);
            _services.Remove(name);
            ends.Remove(name);
        }
    }

    /// <summary>How a service's certificate is; null: its callers' TLS does not end here.</summary>
    public TlsState? Find(ServiceName name)
    {
        lock (_lock)
        {
            if (_services.GetValueOrDefault(name) is not { } kept) return null;
            var until = kept.Files?.Current.TargetCertificate.NotAfter;
            return new TlsState(kept.Terms.Certificate, until is { } end ? new DateTimeOffset(end) : null, kept.Trouble);
        }
    }

    /// <summary>Looks at the certificates until the node stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            using var timer = new PeriodicTimer(LookPace, time);
            while (await timer.WaitForNextTickAsync(stop)) Look();
        }
        catch (OperationCanceledException)
        {
            // The node stops.
        }
    }

    /// <summary>Reads again what has changed, and what could not be read before.</summary>
    internal void Look()
    {
        lock (_lock)
        {
            foreach (var (name, kept) in _services) Look(name, kept);
        }
    }

    private void Look(ServiceName name, Kept kept)
    {
        var before = kept.Trouble;
        if (kept.Files is { } files)
        {
            var shown = files.Current;
            kept.Trouble = files.Refresh() ?? (files.Current == shown ? before : null);
        }
        else
        {
            try
            {
                Show(name, kept, kept.Terms.Open(time));
                kept.Trouble = null;
            }
            catch (TlsFileException wrong)
            {
                kept.Trouble = wrong.Message;
            }
        }

        if (kept.Trouble is { } trouble && trouble != before)
            log.LogWarning("TLS of the service {Service}: {Why}", name, trouble);
    }

    private void Show(ServiceName name, Kept kept, TlsFiles files)
    {
        kept.Files = files;
        ends.TryAdd(name, new TlsEnd(() => files.Current, [.. kept.Terms.Entrances], isHttp: true));
    }

    private sealed class Kept
    {
        public required TlsTerms Terms { get; init; }

        /// <summary>The certificate; null: it could not be read yet.</summary>
        public TlsFiles? Files { get; set; }

        public string? Trouble { get; set; }
    }
}
