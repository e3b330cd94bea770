using System.Collections.Immutable;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// Everything that two linked nodes say to each other about their link. DTLS protects it; it is not signed.
/// </summary>
public abstract record LinkControl
{
    /// <summary>The most neighbours that a <see cref="GoAway"/> may name.</summary>
    public const int MaxNeighbours = 16;

    private LinkControl()
    {
    }

    /// <summary>Reads a frame's content.</summary>
    /// <param name="content">The bytes that <see cref="Frame.TryRead"/> gave for
    /// <see cref="FrameKind.Control"/>.</param>
    /// <returns>The message, or null for one of a later version, which is ignored.</returns>
    /// <exception cref="ProtocolException">Bytes that break a rule.</exception>
    public static LinkControl? Read(ReadOnlySpan<byte> content) => LinkControlCodec.Read(content);

    /// <summary>The whole frame, ready to be sent on lane 0.</summary>
    public byte[] ToFrame() => LinkControlCodec.ToFrame(this);

    /// <summary>Asks for a <see cref="Pong"/> with the same number.</summary>
    /// <param name="Number">Chosen by the asker.</param>
    public sealed record Ping(ulong Number) : LinkControl;

    /// <summary>Answers a <see cref="Ping"/>, in the receive path.</summary>
    /// <param name="Number">The ping's.</param>
    public sealed record Pong(ulong Number) : LinkControl;

    /// <summary>Lets the other end send this much more on a lane.</summary>
    /// <param name="Lane">Any but <see cref="Wire.Lane.Control"/>, which needs none.</param>
    /// <param name="Bytes">Bytes of frames; 0 to 2^32.</param>
    /// <param name="Frames">Frames; 0 to 2^20.</param>
    public sealed record Credit(Lane Lane, long Bytes, int Frames) : LinkControl
    {
        /// <summary>The most bytes that one grant may give.</summary>
        public const long MaxBytes = 1L << 32;

        /// <summary>The most frames that one grant may give.</summary>
        public const int MaxFrames = 1 << 20;
    }

    /// <summary>Whether this end needs the link.</summary>
    /// <param name="Needed">While either end needs it, it stays.</param>
    public sealed record Keep(bool Needed) : LinkControl;

    /// <summary>The sender's phase changed.</summary>
    /// <param name="Phase">The new one.</param>
    public sealed record PhaseChanged(RingPhase Phase) : LinkControl;

    /// <summary>
    /// The first message in each direction; its hashes tie the link to the offer and answer that made it.
    /// </summary>
    /// <param name="LinkId">The offer's.</param>
    /// <param name="OfferHash">SHA-256 of the offer's payload.</param>
    /// <param name="AnswerHash">SHA-256 of the answer's payload.</param>
    /// <param name="LaneBytes">What the other end may send on each of the lanes 1 to 3 before the first credit:
    /// bytes.</param>
    /// <param name="LaneFrames">The same in frames.</param>
    /// <param name="Phase">The sender's phase.</param>
    public sealed record Hello(
        LinkId LinkId, PayloadHash OfferHash, PayloadHash AnswerHash, long LaneBytes, int LaneFrames, RingPhase Phase)
        : LinkControl
    {
        /// <summary>The least initial window, in bytes.</summary>
        public const long MinLaneBytes = 256 * 1024;

        /// <summary>The least initial window, in frames.</summary>
        public const int MinLaneFrames = 256;
    }

    /// <summary>A transaction that came from the receiver of this carries a bad signature.</summary>
    /// <param name="Transaction">SHA-256 of its bytes.</param>
    public sealed record Forged(PayloadHash Transaction) : LinkControl;

    /// <summary>The sender answers offers over HTTP, at the address that the link leads to.</summary>
    /// <param name="Port">The port there.</param>
    public sealed record Listens(ushort Port) : LinkControl;

    /// <summary>The sender closes the link, or refuses to open it.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Neighbours">Others to try; at most <see cref="MaxNeighbours"/>.</param>
    public sealed record GoAway(GoAwayReason Reason, ImmutableArray<Did> Neighbours) : LinkControl
    {
        /// <inheritdoc/>
        public bool Equals(GoAway? other) => other is not null && Reason == other.Reason
            && Neighbours.AsSpan().SequenceEqual(other.Neighbours.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Reason, Neighbours.Length);
    }
}
