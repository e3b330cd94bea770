using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rings.Sovereign.Vole;

/// <summary>GF(2¹²⁸) modulo x¹²⁸ + x⁷ + x² + x + 1; bit i of the little-endian number is the coefficient of xⁱ.</summary>
internal static class Field<TPath>
    where TPath : struct, IVolePath
{
    /// <summary>a · b before it is reduced.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide Product(Vector128<ulong> a, Vector128<ulong> b) =>
        new(TPath.Low(a, b), TPath.Cross(a, b), TPath.High(a, b));

    /// <summary>Brings a sum of products into the field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Reduce(Wide wide)
    {
        var low = wide.Low ^ Up(wide.Middle);
        var high = wide.High ^ Down(wide.Middle);
        // x¹²⁸ = x⁷ + x² + x + 1 for the upper half of what is above, and then for the rest.
        var modulus = Vector128.Create(0x87UL, 0x87UL);
        var upper = TPath.High(high, modulus);
        return low ^ Up(upper) ^ TPath.Low(high ^ Down(upper), modulus);
    }

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ulong> Multiply(Vector128<ulong> a, Vector128<ulong> b) => Reduce(Product(a, b));

    /// <summary>a · x.</summary>
    public static Vector128<ulong> Double(Vector128<ulong> a)
    {
        var carried = a >>> 63;
        return (a << 1) ^ Up(carried) ^ Vector128.Create((0 - carried.GetElement(1)) & 0x87, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Up(Vector128<ulong> a) =>
        Vector128.Shuffle(a, Vector128.Create(0UL, 0UL)) & Vector128.Create(0UL, ulong.MaxValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Down(Vector128<ulong> a) =>
        Vector128.Shuffle(a, Vector128.Create(1UL, 1UL)) & Vector128.Create(ulong.MaxValue, 0UL);
}
