using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>A sum of products in GF(2)[x] before it is brought back into the field: reduced once for many.</summary>
/// <param name="Low">From bit 0.</param>
/// <param name="Middle">From bit 64.</param>
/// <param name="High">From bit 128.</param>
internal readonly record struct Wide(Vector128<ulong> Low, Vector128<ulong> Middle, Vector128<ulong> High)
{
    /// <summary>The sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide operator ^(Wide a, Wide b) => new(a.Low ^ b.Low, a.Middle ^ b.Middle, a.High ^ b.High);
}
