namespace Rings.Transport.Dtls;

/// <summary>What a handshake leaves to the record layer.</summary>
/// <param name="Keys">The traffic keys.</param>
/// <param name="NextSequence">The first sequence number of epoch 1 that the handshake did not send.</param>
/// <param name="Received">
/// The sequence numbers of epoch 1 that it received. Not all below the greatest: werift begins anew after its Finished.
/// </param>
/// <param name="FinalFlight">The datagrams to repeat when the client repeats its own; empty for the client.</param>
/// <param name="EarlyRecords">Records of application data that came before the handshake was done.</param>
internal sealed record DtlsHandshakeResult(
    DtlsKeys Keys,
    ulong NextSequence,
    IReadOnlyList<ulong> Received,
    IReadOnlyList<byte[]> FinalFlight,
    IReadOnlyList<byte[]> EarlyRecords);
