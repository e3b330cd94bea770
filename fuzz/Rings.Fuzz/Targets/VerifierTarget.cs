using Rings.Protocol.Wire;

namespace Rings.Fuzz.Targets;

/// <summary>
/// The whole verification at the destination: nothing that was changed under the signature is accepted.
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

    /// <summary>A new verifier, and the account's signature of a delegation that it has not seen.</summary>
    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds() => WireSeeds.Envelopes();

    public void Run(ReadOnlySpan<byte> input)
    {
        if (!EnvelopeView.TryRead(input, out var view).IsNone) return;
        var arrival = new Arrival(default, view.Transaction.Kind.Lane(), WireSeeds.Now);
        var verifier = new EnvelopeVerifier(
            view.Transaction.Destination, WireSeeds.Ring, new(WireSeeds.Ring, new()), new(new()),
                TimeSpan.FromSeconds(60));
        var delegation = view.Delegation.IsEmpty ? WireSeeds.AnyDelegation : view.Delegation;
        var verdict = verifier.Verify(in view, delegation, in arrival, ownsTarget: true, out _);
        if (verdict == EnvelopeVerdict.Accepted && !_signed.Contains(Convert.ToHexString(view.Transaction.Bytes)))
            throw new InvalidOperationException("Accepted what nobody signed.");
    }
}
