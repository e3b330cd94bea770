using Rings.Protocol.Identity;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// What every node checks of an envelope before it forwards it or looks any closer: comparisons of the head alone, some
/// ten nanoseconds, no garbage. Layout, sizes and target have been checked by reading it.
/// </summary>
internal static class RelayCheck
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(TransactionView.MaxTtlMs);

    /// <summary>Whether it may travel on.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="ring">The ring of the link.</param>
    /// <param name="lane">The lane that it came by.</param>
    /// <param name="now">The present.</param>
    /// <param name="skew">How far the sender's clock may be ahead.</param>
    public static EnvelopeVerdict Head(in EnvelopeView envelope, RingId ring, Lane lane, Instant now, TimeSpan skew)
    {
        var transaction = envelope.Transaction;
        if (transaction.Ring != ring) return EnvelopeVerdict.WrongRing;
        if (transaction.Kind.Lane() != lane) return EnvelopeVerdict.WrongLane;
        if (envelope.Route.Mode == RouteMode.Owner && !transaction.Kind.IsIdempotent())
            return EnvelopeVerdict.WrongMode;
        return transaction.Lifetime.At(now, LongestLife, skew) switch
        {
            LifetimeState.Holds => EnvelopeVerdict.Accepted,
            LifetimeState.NotYet => EnvelopeVerdict.NotYet,
            _ => EnvelopeVerdict.Expired,
        };
    }
}
