using Rings.Protocol.Wire;

namespace Rings.Fuzz.Targets;

/// <summary>The relay's path: walk, patch, next frame.</summary>
internal sealed class EnvelopeTarget : IFuzzTarget
{
    private readonly byte[] _frame = new byte[Frame.MaxBytes];
    private readonly byte[] _next = new byte[2 * Frame.MaxBytes];

    public string Name => "envelope";

    public int MaxBytes => Frame.MaxBytes;

    public long MaxAllocatedBytes => 0;

    public IEnumerable<byte[]> Seeds() => WireSeeds.Envelopes();

    public void Run(ReadOnlySpan<byte> input)
    {
        var frame = _frame.AsSpan(0, input.Length);
        input.CopyTo(frame);
        if (!EnvelopeView.TryRead(frame, out var view).IsNone) return;
        var body = view.Transaction.Body.Length;
        var length = EnvelopePatch.WithDelegation(in view, view.Route, 63, WireSeeds.AnyDelegation, _next);
        Check(_next.AsSpan(0, length), body);
        Check(frame[EnvelopePatch.InPlace(frame, in view, view.Route, 63)..], body);
    }

    private static void Check(ReadOnlySpan<byte> frame, int body)
    {
        if (frame.Length > Frame.MaxBytes) return;
        if (!EnvelopeView.TryRead(frame, out var again).IsNone || again.Slot != 63
            || again.Transaction.Body.Length != body)
            throw new InvalidOperationException("The frame that goes on is not the one that came.");
    }
}
