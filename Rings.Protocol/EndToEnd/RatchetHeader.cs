namespace Rings.Protocol.EndToEnd;

/// <summary>What a message says in clear about the ratchet (Double Ratchet, section 3.4).</summary>
/// <param name="Key">The sender's ratchet key.</param>
/// <param name="Previous">How many messages its chain before this one had.</param>
/// <param name="Number">The message's number in this chain, from 0.</param>
internal readonly record struct RatchetHeader(Key32 Key, uint Previous, uint Number);
