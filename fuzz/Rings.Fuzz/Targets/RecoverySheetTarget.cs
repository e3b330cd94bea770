using System.Text;
using Rings.Protocol;
using Rings.Sovereign.Secrets;

namespace Rings.Fuzz.Targets;

/// <summary>Recovery sheets, as people type them.</summary>
internal sealed class RecoverySheetTarget : IFuzzTarget
{
    public string Name => "recovery-sheet";

    public int MaxBytes => RecoverySheet.MaxLength + 1;

    public long MaxAllocatedBytes => 2 << 20;

    public IEnumerable<byte[]> Seeds() =>
    [
        Encoding.UTF8.GetBytes(new RecoverySheet(
            Did.Zero.Finger(1), default, 2, [Did.Zero.Finger(2), Did.Zero.Finger(3)], default, "main",
            ["http://127.0.0.1:50001/"]).ToString()),
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            RecoverySheet.Parse(Encoding.UTF8.GetString(input));
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
