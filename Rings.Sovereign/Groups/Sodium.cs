using System.Runtime.InteropServices;
using Rings.Protocol.Crypto;

namespace Rings.Sovereign.Groups;

/// <summary>The curve operations of libsodium that NSec ships and does not show. The only place that calls them.</summary>
/// <remarks>
/// As found on 1.0.22: <c>add</c> takes points of any order; both multiplications answer −1 for the number 0 and for points
/// outside the group of prime order; <c>is_valid_point</c> refuses these and the identity.
/// </remarks>
internal static partial class Sodium
{
    private const string Library = "libsodium";

    /// <summary>NSec begins the library, and checks that it is the one that it knows.</summary>
    static Sodium() => Ed25519PrivateKey.FromSeed(new byte[Ed25519PrivateKey.SeedBytes]).Dispose();

    /// <summary>1: a point of the group of prime order, in its only form, and not the identity.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_is_valid_point")]
    public static partial int IsValidPoint(ReadOnlySpan<byte> point);

    /// <summary>0: done.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_add")]
    public static partial int Add(Span<byte> sum, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    /// <summary>0: done.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ed25519_base_noclamp")]
    public static partial int MultiplyBase(Span<byte> product, ReadOnlySpan<byte> number);

    /// <summary>0: done.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_ed25519_noclamp")]
    public static partial int Multiply(Span<byte> product, ReadOnlySpan<byte> number, ReadOnlySpan<byte> point);

    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_scalar_add")]
    public static partial void ScalarAdd(Span<byte> sum, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_scalar_mul")]
    public static partial void ScalarMultiply(Span<byte> product, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_scalar_negate")]
    public static partial void ScalarNegate(Span<byte> negative, ReadOnlySpan<byte> number);

    /// <summary>0: done; −1: the number is 0.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_scalar_invert")]
    public static partial int ScalarInvert(Span<byte> inverse, ReadOnlySpan<byte> number);

    /// <summary>64 bytes modulo the order.</summary>
    [LibraryImport(Library, EntryPoint = "crypto_core_ed25519_scalar_reduce")]
    public static partial void ScalarReduce(Span<byte> number, ReadOnlySpan<byte> wide);
}
