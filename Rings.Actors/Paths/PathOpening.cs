using Rings.Protocol.Paths;
using static Rings.Actors.Frames.FrameProtocol;

namespace Rings.Actors.Paths;

/// <summary>An opening that waits for its link: the envelope as a frame of its own, with all that sends it.</summary>
/// <param name="Envelope">The envelope; the buffer belongs to whoever holds the opening.</param>
internal sealed record PathOpening(SendFrame Envelope) : IPathOpening
{
    /// <summary>With the delegation, for nobody knows yet whether the next node has it.</summary>
    public int FrameBytes => PathFrame.SizeWith(Envelope.Frame.Length + Envelope.Delegation.Length + LengthBytes);

    /// <summary>Tag and length of a delegation.</summary>
    private const int LengthBytes = 3;

    public void Release() => Envelope.Frame.Release();
}
