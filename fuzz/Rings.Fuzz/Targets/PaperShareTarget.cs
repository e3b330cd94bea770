using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Words;

namespace Rings.Fuzz.Targets;

/// <summary>SLIP-39 words, as people type them. A right set costs 20,000 rounds of PBKDF2, so most inputs have one paper of two.</summary>
internal sealed class PaperShareTarget : IFuzzTarget
{
    private readonly byte[][] _papers =
        [.. PaperShares.Split(new byte[16], 1, [(2, 2)], "", target => target.Fill(7))[0].Select(Encoding.UTF8.GetBytes)];

    public string Name => "paper-share";

    public int MaxBytes => 4096;

    public long MaxAllocatedBytes => 2 << 20;

    public IEnumerable<byte[]> Seeds() => [_papers[0], [.. _papers[0], (byte)'\n', .. _papers[0]]];

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            PaperShares.Combine(Encoding.UTF8.GetString(input).Split('\n'), "");
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
