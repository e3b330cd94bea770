using Rings.Protocol;

namespace Rings.Sovereign.Secrets;

/// <summary>When something that has no answer is sent again; in memory only.</summary>
/// <param name="At">When.</param>
/// <param name="Wait">From then to the next time.</param>
internal readonly record struct Retry(Instant At, TimeSpan Wait)
{
    /// <summary>The first, after something was sent.</summary>
    public static Retry After(Instant now) => new(now + SecretLimits.FirstRetry, SecretLimits.FirstRetry);

    /// <summary>The one that follows when this is due; of one that never was, the first.</summary>
    public Retry Next(Instant now)
    {
        if (this == default) return After(now);
        var wait = Wait + Wait < SecretLimits.LastRetry ? Wait + Wait : SecretLimits.LastRetry;
        return new(now + wait, wait);
    }
}
