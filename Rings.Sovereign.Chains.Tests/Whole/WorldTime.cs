namespace Rings.Sovereign.Chains.Tests.Whole;

/// <summary>The clock of all sides and chains of a test, as it is set; timers run as ever.</summary>
internal sealed class WorldTime(long now) : TimeProvider
{
    private long _now = now;

    /// <summary>Unix seconds.</summary>
    public long Now
    {
        get => Interlocked.Read(ref _now);
        set => Interlocked.Exchange(ref _now, value);
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Now);
}
