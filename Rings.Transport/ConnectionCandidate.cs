namespace Rings.Transport;

/// <summary>An address at which one side of a connection may be reached (RFC 8445, section 4).</summary>
/// <param name="Address">As "address:port".</param>
/// <param name="Type">Where it comes from: Host, PeerReflexive, ServerReflexive or Relayed.</param>
/// <param name="Base">Of a local one: what packets are sent from, as "address:port"; null for a remote one.</param>
public sealed record ConnectionCandidate(string Address, string Type, string? Base = null);
