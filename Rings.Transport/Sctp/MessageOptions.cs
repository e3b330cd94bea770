namespace Rings.Transport.Sctp;

/// <summary>How one message is carried. The default is ordered and reliable.</summary>
/// <param name="Unordered">Whether it may overtake others of its stream.</param>
/// <param name="MaxRetransmits">How often each of its chunks is sent again before it is abandoned; null: without
/// end.</param>
/// <param name="Expires">When it is abandoned, on the association's clock; null: never.</param>
internal readonly record struct MessageOptions(
    bool Unordered = false, int? MaxRetransmits = null, TimeSpan? Expires = null);
