using Rings.Protocol.Paths;

namespace Rings.Protocol.Tests.Paths;

/// <summary>An opening of a <see cref="PathWorld"/>: says which flow it is of.</summary>
internal sealed record SimOpening(int Flow) : IPathOpening
{
    /// <summary>As long as a real one is.</summary>
    public const int EnvelopeBytes = 900;

    public int FrameBytes => PathFrame.SizeWith(EnvelopeBytes);

    public void Release()
    {
        // Nothing is rented.
    }
}
