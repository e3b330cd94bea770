using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>Where a host name leads.</summary>
/// <param name="Url">To a service, with its ticket where it needs one; null: nowhere.</param>
/// <param name="Why">Why nowhere, as a clause.</param>
public sealed record ProxyPlace(RingUrl? Url, string Why);
