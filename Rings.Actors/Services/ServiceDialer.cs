using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>
/// Opens streams to services: finds the providers and tries them in their order. One that has not accepted after <see
/// cref="JoinAfter"/> is joined by the next; the first that accepts is used and the others are given up (as RFC 8305 does
/// with addresses). Nothing is sent before one has accepted, so no byte reaches two. Thread-safe.
/// </summary>
public sealed class ServiceDialer
{
    /// <summary>How long what the ring says of a service is waited for, when its link says already who owns it.</summary>
    private static readonly TimeSpan FindPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a provider is waited for by itself.</summary>
    internal static readonly TimeSpan JoinAfter = TimeSpan.FromMilliseconds(300);

    /// <summary>How long each has in all: a session may have to be begun, and a link.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly IServices _services;
    private readonly IRingsStreams _streams;

    /// <param name="rings">The node.</param>
    /// <param name="time">The clock of the time-outs.</param>
    public ServiceDialer(IRings rings, TimeProvider time)
        : this(rings, rings, time)
    {
    }

    internal ServiceDialer(IServices services, IRingsStreams streams, TimeProvider time) =>
        (_services, _streams, Time) = (services, streams, time);

    internal TimeProvider Time { get; }

    /// <summary>Opens a stream.</summary>
    /// <param name="url">The service, with its ticket where it needs one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The stream of the first provider that takes it, or why the last did not.</returns>
    public async Task<IStreamOpenOutcome> OpenAsync(RingUrl url, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        var providers = new Queue<Did>(await FindAsync(url, cancel).ConfigureAwait(false));
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Attempt>();
        try
        {
            while (true)
            {
                if (providers.TryDequeue(out var provider)) running.Add(Begin(provider, url, race.Token));
                while (await NextAsync(running, providers.Count > 0, cancel).ConfigureAwait(false) is { } ended)
                {
                    var outcome = await ended.Opening.ConfigureAwait(false);
                    await NoteAsync(url, ended, running, outcome).ConfigureAwait(false);
                    running.Remove(ended);
                    if (outcome is StreamOpened || (running.Count == 0 && providers.Count == 0)) return outcome;
                    if (providers.Count > 0) break;
                }
            }
        }
        finally
        {
            await race.CancelAsync().ConfigureAwait(false);
            foreach (var late in running) _ = GiveUpAsync(late);
        }
    }

    /// <summary>Why a service could not be used, as a clause for people: what, and what to do.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="url">The service.</param>
    /// <returns>Null: it could.</returns>
    public static string? WhyNot(IStreamOpenOutcome outcome, RingUrl url)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(url);
        return outcome.Match<string?>(
            opened: _ => null,
            refused: refused => refused.Code == StreamCode.NotFound
                ? $"{url} was not found: there is no such service, or not for this node. Ask its owner for a ticket of your own"
                : $"{url}: {StreamCode.Words(refused.Code)}",
            notOpened: failed => $"{url}: {failed.Detail.TrimEnd('.')}");
    }

    /// <summary>The providers in the order of trial; the owner alone where nothing is known in time.</summary>
    private async Task<IReadOnlyList<Did>> FindAsync(RingUrl url, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(FindPatience, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            var outcome = await _services.FindServiceAsync(url.Owner, url.Name.ToString(), either.Token).ConfigureAwait(false);
            return outcome.Match<IReadOnlyList<Did>>(
                found: found => found.Providers.IsEmpty ? [url.Owner] : [.. found.Providers.Select(provider => provider.Did)],
                refused: _ => [url.Owner]);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [url.Owner];
        }
    }

    private Attempt Begin(Did provider, RingUrl url, CancellationToken cancel)
    {
        var options = new StreamOptions
        {
            Metadata = new ServiceCall(url.Owner, url.Name, url.Ticket).ToBytes(),
            IsInteractive = true,
            Patience = Patience,
        };
        return new(provider, _streams.OpenStreamAsync(provider, ServiceCall.Protocol, options, cancel));
    }

    /// <summary>The attempt that ended; null: none has, and the next provider is to join.</summary>
    private async Task<Attempt?> NextAsync(List<Attempt> running, bool hasMore, CancellationToken cancel)
    {
        var openings = running.Select(attempt => (Task)attempt.Opening);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (hasMore) openings = openings.Append(Task.Delay(JoinAfter, Time, waiting.Token));
        var first = await Task.WhenAny(openings).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return running.Find(attempt => attempt.Opening == first);
    }

    /// <summary>Says how a provider did, and that those which were asked before one that took the stream are too slow.</summary>
    private async Task NoteAsync(RingUrl url, Attempt ended, List<Attempt> running, IStreamOpenOutcome outcome)
    {
        var name = url.Name.ToString();
        // Who says no to this caller is well all the same.
        var isGood = outcome is StreamOpened or StreamRefused { Code: StreamCode.NotFound };
        foreach (var slow in outcome is StreamOpened ? running.TakeWhile(attempt => attempt != ended) : [])
            await _services.NoteProviderAsync(url.Owner, name, slow.Provider, isGood: false).ConfigureAwait(false);
        await _services.NoteProviderAsync(url.Owner, name, ended.Provider, isGood).ConfigureAwait(false);
    }

    /// <summary>A stream that was opened all the same is nobody's.</summary>
    private static async Task GiveUpAsync(Attempt late)
    {
        await ((Task)late.Opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (late.Opening is not { IsCompletedSuccessfully: true, Result: StreamOpened { Stream: var stream } }) return;
        stream.Reset(StreamCode.Cancelled);
        await stream.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A provider that was asked.</summary>
    private sealed record Attempt(Did Provider, Task<IStreamOpenOutcome> Opening);
}
