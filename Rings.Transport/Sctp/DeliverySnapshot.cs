namespace Rings.Transport.Sctp;

/// <summary>What the sender knew when it sent a chunk, for measuring the delivery rate
/// (draft-cheng-iccrg-delivery-rate-estimation).</summary>
/// <param name="Delivered">Bytes delivered by then.</param>
/// <param name="DeliveredAt">When they were known to be, in ticks.</param>
/// <param name="FirstSentAt">When the chunk that was acknowledged last by then had been sent, in ticks.</param>
/// <param name="Lost">Bytes lost by then.</param>
/// <param name="InFlight">Bytes in flight, the chunk included.</param>
/// <param name="AppLimited">Whether the sender had nothing more to send.</param>
internal readonly record struct DeliverySnapshot(
    long Delivered, long DeliveredAt, long FirstSentAt, long Lost, int InFlight, bool AppLimited);
