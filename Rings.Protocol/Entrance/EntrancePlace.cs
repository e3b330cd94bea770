using Rings.Protocol.Services;

namespace Rings.Protocol.Entrance;

/// <summary>Where a host name leads at an entrance.</summary>
/// <param name="Url">To a service; null: nowhere.</param>
/// <param name="Why">Why nowhere, as a clause.</param>
public sealed record EntrancePlace(RingUrl? Url, string Why);
