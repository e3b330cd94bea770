namespace Rings.Protocol.Services;

/// <summary>A provider, as one who wants to call sees it.</summary>
/// <param name="Did">Who it is.</param>
/// <param name="Presence">What it says of itself; null: nothing, as the only provider of a closed service does.</param>
/// <param name="RoundTrip">Of a link that is ready; null: there is none.</param>
internal sealed record ProviderSeen(Did Did, Presence? Presence, TimeSpan? RoundTrip);
