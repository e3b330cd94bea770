namespace Rings.Protocol.Wire;

/// <summary>The numbers of an <see cref="Outbox"/>.</summary>
internal sealed record OutboxSettings
{
    /// <summary>Messages that wait for their outcome, and messages that wait for their number to be kept.</summary>
    public int Capacity { get; init; } = 8192;

    /// <summary>A message whose receipt does not come is sent again after this long, doubled each time.</summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Destinations and lanes whose numbers are counted at a time.</summary>
    public int Sequences { get; init; } = 4096;

    /// <summary>How far ahead of the clock numbers are kept, so that keeping them is rare.</summary>
    public TimeSpan KeptAhead { get; init; } = TimeSpan.FromMinutes(1);
}
