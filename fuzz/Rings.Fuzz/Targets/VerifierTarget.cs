using Rings.Protocol.Wire;

namespace Rings.Fuzz.Targets;

/// <summary>
/// All that a link does with an envelope, up to the verification at the destination: nothing that was changed under
/// the signature is delivered.
/// </summary>
internal sealed class VerifierTarget : IFuzzTarget
{
    private readonly HashSet<string> _signed = [];

    public VerifierTarget()
    {
        foreach (var frame in WireSeeds.Envelopes())
            _signed.Add(Convert.ToHexString(EnvelopeView.Read(frame).Transaction.Bytes));
    }

    public string Name => "verifier";

    public int MaxBytes => Frame.MaxBytes;

    /// <summary>A new link and its node, and the account's signature of a delegation that it has not seen.</summary>
    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds() => WireSeeds.Envelopes();

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!EnvelopeView.TryRead(input, out var view).IsNone) return;
        var self = view.Transaction.Destination;
        var destination = new Destination(self, WireSeeds.Ring, new(WireSeeds.Ring, new()), new());
        var link = new InboundLink(default, destination, new(), destination.Budget.Held.NewShare(), new Random(1));
        var frame = view.Delegation.IsEmpty ? WithDelegation(in view) : input;
        var step = link.Receive(view.Transaction.Kind.Lane(), frame, null, WireSeeds.Now, out _);
        if (step == InboundStep.Deliver && !_signed.Contains(Convert.ToHexString(view.Transaction.Bytes)))
            throw new InvalidOperationException("Delivered what nobody signed.");
    }

    /// <summary>As it comes where the slot is filled by it.</summary>
    private static byte[] WithDelegation(in EnvelopeView view)
    {
        var frame = new byte[EnvelopePatch.SizeWith(in view, WireSeeds.AnyDelegation.Length)];
        EnvelopePatch.WithDelegation(in view, view.Route, view.Slot, WireSeeds.AnyDelegation, frame);
        return frame;
    }
}
