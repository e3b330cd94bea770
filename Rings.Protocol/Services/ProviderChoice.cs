namespace Rings.Protocol.Services;

/// <summary>
/// Chooses among the providers of one service: the one that was used before while it is well; else the better of two
/// drawn by chance (Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001), those with a ready link
/// first.
/// </summary>
internal sealed class ProviderChoice
{
    /// <summary>How long a failure counts.</summary>
    public static readonly TimeSpan FailureMemory = TimeSpan.FromMinutes(1);

    /// <summary>How long a provider rests that failed <see cref="RestAfter"/> times in a row.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row after which a provider rests.</summary>
    public const int RestAfter = 3;

    private const double PointsPerFailure = 50;
    private const double MillisecondsPerPoint = 10;

    private readonly Dictionary<Did, List<Instant>> _failures = [];
    private readonly Dictionary<Did, (int Count, Instant Last)> _inARow = [];
    private Did? _kept;

    /// <summary>The provider that is used while it is well; null: none yet.</summary>
    public Did? Kept => _kept;

    /// <summary>The order in which providers are to be tried.</summary>
    /// <param name="providers">All of them.</param>
    /// <param name="now">The time.</param>
    /// <param name="draw">A random number from 0 to below its argument.</param>
    public IReadOnlyList<ProviderSeen> Order(IReadOnlyList<ProviderSeen> providers, Instant now, Func<int, int> draw)
    {
        ArgumentNullException.ThrowIfNull(providers);
        ArgumentNullException.ThrowIfNull(draw);
        var rested = providers.Where(provider => !IsResting(provider.Did, now)).ToList();
        // Where all rest, the one that is tried may have come back.
        var left = rested.Count > 0 ? rested : [.. providers];
        var order = new List<ProviderSeen>(left.Count);
        if (left.Find(provider => provider.Did == _kept) is { } kept && FailuresOf(kept.Did, now) == 0) Take(kept);
        while (left.Count > 0)
        {
            var place = draw(left.Count);
            // Another than the first, where there is another.
            var first = left[place];
            var second = left[left.Count == 1 ? 0 : (place + 1 + draw(left.Count - 1)) % left.Count];
            Take(IsBetter(second, first, now) ? second : first);
        }

        return order;

        void Take(ProviderSeen provider)
        {
            order.Add(provider);
            left.Remove(provider);
        }
    }

    /// <summary>A provider was used.</summary>
    public void Succeeded(Did provider)
    {
        _kept = provider;
        _inARow.Remove(provider);
    }

    /// <summary>A provider could not be used.</summary>
    public void Failed(Did provider, Instant now)
    {
        if (_kept == provider) _kept = null;
        _inARow[provider] = (_inARow.GetValueOrDefault(provider).Count + 1, now);
        if (!_failures.TryGetValue(provider, out var failures)) _failures.Add(provider, failures = []);
        failures.RemoveAll(then => now >= then + FailureMemory);
        failures.Add(now);
    }

    /// <summary>What is remembered of those that are no providers any more is forgotten.</summary>
    public void Keep(IReadOnlyCollection<Did> providers)
    {
        foreach (var gone in _failures.Keys.Except(providers).ToList()) _failures.Remove(gone);
        foreach (var gone in _inARow.Keys.Except(providers).ToList()) _inARow.Remove(gone);
        if (_kept is { } kept && !providers.Contains(kept)) _kept = null;
    }

    /// <summary>What using a provider costs, in points: less is better.</summary>
    public double ScoreOf(ProviderSeen provider, Instant now)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return (provider.Presence?.Load ?? 0)
            + ((provider.RoundTrip?.TotalMilliseconds ?? 0) / MillisecondsPerPoint)
            + (PointsPerFailure * FailuresOf(provider.Did, now));
    }

    private bool IsBetter(ProviderSeen one, ProviderSeen other, Instant now)
    {
        var (oneReady, otherReady) = (one.RoundTrip is not null, other.RoundTrip is not null);
        return oneReady == otherReady ? ScoreOf(one, now) < ScoreOf(other, now) : oneReady;
    }

    private bool IsResting(Did provider, Instant now) =>
        _inARow.TryGetValue(provider, out var failed) && failed.Count >= RestAfter && now < failed.Last + Rest;

    private int FailuresOf(Did provider, Instant now) => _failures.TryGetValue(provider, out var failures)
        ? failures.Count(then => now < then + FailureMemory)
        : 0;
}
