using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.Actors.Services;

/// <summary>Opens streams to services: finds the providers, and tries them one after another. Thread-safe.</summary>
/// <param name="rings">The node.</param>
/// <param name="time">The clock of the time-outs.</param>
public sealed class ServiceDialer(IRings rings, TimeProvider time)
{
    /// <summary>How long what the ring says of a service is waited for, when its link says already who owns it.</summary>
    private static readonly TimeSpan FindPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a provider has, when others could be tried.</summary>
    private static readonly TimeSpan ProviderPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long the last one has: a session may have to be begun, and a link.</summary>
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(15);

    internal TimeProvider Time => time;

    /// <summary>Opens a stream.</summary>
    /// <param name="url">The service, with its ticket where it needs one.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The stream of the first provider that takes it, or why the last did not.</returns>
    public async Task<IStreamOpenOutcome> OpenAsync(RingUrl url, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(url);
        var providers = await FindAsync(url, cancel).ConfigureAwait(false);
        IStreamOpenOutcome? last = null;
        for (var place = 0; place < providers.Count; place++)
        {
            var options = new StreamOptions
            {
                Metadata = new ServiceCall(url.Owner, url.Name, url.Ticket).ToBytes(),
                IsInteractive = true,
                Patience = place == providers.Count - 1 ? LastPatience : ProviderPatience,
            };
            last = await rings.OpenStreamAsync(providers[place], ServiceCall.Protocol, options, cancel).ConfigureAwait(false);
            // Who says no to this caller is well all the same.
            var isGood = last is StreamOpened or StreamRefused { Code: StreamCode.NotFound };
            await rings.NoteProviderAsync(url.Owner, url.Name.ToString(), providers[place], isGood, cancel).ConfigureAwait(false);
            if (last is StreamOpened) return last;
        }

        return last!;
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
        using var patience = new CancellationTokenSource(FindPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            var outcome = await rings.FindServiceAsync(url.Owner, url.Name.ToString(), either.Token).ConfigureAwait(false);
            return outcome.Match<IReadOnlyList<Did>>(
                found: found => found.Providers.IsEmpty ? [url.Owner] : [.. found.Providers.Select(provider => provider.Did)],
                refused: _ => [url.Owner]);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [url.Owner];
        }
    }
}
