using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Fuzz.Targets;

/// <summary>Delegations as they come in envelopes and offers, up to the account's signature.</summary>
internal sealed class DelegationTarget : IFuzzTarget
{
    public string Name => "delegation";

    public int MaxBytes => Delegation.MaxBytes + 1;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds() => Enum.GetValues<AccountKind>().Select(kind => WireSeeds.DelegationOf(kind));

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            var delegation = Delegation.Read(input);
            if (input.Length % 8 == 0) delegation.IsSignedByAccount();
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
