namespace Rings.Protocol.Wire;

/// <summary>
/// When something signed was made and how long it holds; the one place where the wire's times are compared.
/// </summary>
/// <remarks>Any 64-bit values may come from a peer: nothing here overflows (ring-properties.md, P-20).</remarks>
/// <param name="IssuedMs">Unix milliseconds.</param>
/// <param name="LengthMs">How long it holds, in milliseconds; negative where it ends before it begins.</param>
internal readonly record struct Lifetime(ulong IssuedMs, Int128 LengthMs)
{
    /// <summary>A lifetime given by both of its ends, in Unix milliseconds.</summary>
    public static Lifetime Between(ulong issuedMs, ulong expiresMs) => new(issuedMs, (Int128)expiresMs - issuedMs);

    /// <summary>The last instant at which it holds; saturates at the range's end.</summary>
    public Instant Deadline
    {
        get
        {
            var end = IssuedMs + LengthMs;
            return Instant.FromUnixMilliseconds(end > long.MaxValue ? long.MaxValue : (long)end);
        }
    }

    /// <summary>
    /// Holds iff the length is at most <paramref name="longest"/>, the issue at most <paramref name="skew"/> ahead of
    /// now, and now not after the end.
    /// </summary>
    public LifetimeState At(Instant now, TimeSpan longest, TimeSpan skew)
    {
        var nowMs = (Int128)now.UnixMilliseconds;
        if (LengthMs < 0 || LengthMs > (Int128)longest.TotalMilliseconds) return LifetimeState.WrongLength;
        if (IssuedMs > nowMs + (Int128)skew.TotalMilliseconds) return LifetimeState.NotYet;
        return nowMs > IssuedMs + LengthMs ? LifetimeState.Over : LifetimeState.Holds;
    }
}
