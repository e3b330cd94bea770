namespace Rings.Protocol.Ring;

/// <summary>Names one look-up that a host asked for; chosen by the host, returned with the outcome.</summary>
/// <param name="Value">Any number that the host does not use twice at a time.</param>
internal readonly record struct LookupId(long Value);
