using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Fuzz.Targets;

/// <summary>Link control frames.</summary>
internal sealed class LinkControlTarget : IFuzzTarget
{
    public string Name => "link-control";

    public int MaxBytes => Frame.MaxBytes;

    public long MaxAllocatedBytes => 64 * Frame.MaxBytes;

    public IEnumerable<byte[]> Seeds() => WireSeeds.Controls().Select(control => control.ToFrame());

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            if (Frame.TryRead(input, out var kind, out var content).IsNone && kind == FrameKind.Control)
                LinkControl.Read(content)?.ToFrame();
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
