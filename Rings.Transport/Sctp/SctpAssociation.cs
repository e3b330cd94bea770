#pragma warning disable CS9113
using System.Security.Cryptography;

namespace Rings.Transport.Sctp;

/// <summary>
/// One SCTP association over DTLS (RFC 9260, RFC 8261) as a state machine: fed with packets and time, it yields packets
/// and tells its sink what came of them. It knows no socket, thread or clock.
/// </summary>
/// <remarks>
/// <para>Not thread-safe: all members belong to one owner at a time (one lock per association, say).</para>
/// <para>
/// The owner's loop: <see cref="Receive"/> for each packet at hand (and, while <see cref="WantsFlush"/>, the next step in
/// between); <see cref="HandleTimeout"/> when <see cref="NextTimeout"/> has come; then <see cref="TryWritePacket"/> until it
/// returns 0; then wait for packets until <see cref="NextTimeout"/>. The same after TrySend, ResetStream, Shutdown and Abort.
/// </para>
/// <para>Time is monotonic from any origin, and never goes back from call to call.</para>
/// </remarks>
internal sealed partial class SctpAssociation(SctpOptions options, ISctpSink sink, RandomNumberGenerator random)
{
    /// <summary>Where the association stands.</summary>
    public SctpState State { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan NextTimeout => throw new NotImplementedException();

    /// <summary>
    /// Whether the packets due should be written before more are fed: true for early acknowledgements, since remote sides
    /// that grow by the count of acknowledgements start slowly on few.
    /// </summary>
    public bool WantsFlush => throw new NotImplementedException();

    /// <summary>Begins the handshake. Both sides may do so at once.</summary>
    public void Connect(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Takes in one packet, as it came out of the DTLS record. Never throws for what is in it.</summary>
    public void Receive(ReadOnlySpan<byte> packet, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Writes the next packet that is due.</summary>
    /// <param name="target">At least <see cref="SctpOptions.MaxPacketSize"/> bytes.</param>
    /// <param name="now">The time.</param>
    /// <returns>The packet's length, or 0 when none is due.</returns>
    public int TryWritePacket(Span<byte> target, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Does what is due by the time given; harmless when called early.</summary>
    public void HandleTimeout(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Takes a message for sending; its bytes are copied before this returns. Allowed from construction on.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="payloadProtocol">The payload protocol identifier.</param>
    /// <param name="message">At least one byte.</param>
    /// <param name="carriage">Order and reliability.</param>
    public SendResult TrySend(
        ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message, in MessageOptions carriage = default) =>
        throw new NotImplementedException();

    /// <summary>Resets the outgoing stream once what is queued on it has been sent (RFC 6525); the sink is told.</summary>
    public void ResetStream(ushort stream) => throw new NotImplementedException();

    /// <summary>Closes in order: what is queued leaves and is acknowledged first.</summary>
    public void Shutdown(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Closes at once; the packet written next tells the remote side.</summary>
    public void Abort(string reason) => throw new NotImplementedException();

    /// <summary>What the association has carried.</summary>
    public SctpStatistics GetStatistics() => throw new NotImplementedException();
}
