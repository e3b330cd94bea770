using System.Buffers.Binary;
using System.Security.Cryptography;
using Rings.Protocol;

namespace Rings.Sovereign.Groups;

/// <summary>A number modulo the order L of the group of prime order of edwards25519. 32 bytes, little-endian.</summary>
/// <remarks>Sums, products and inverses are libsodium's and take the same time whatever the number: they may be secret.</remarks>
public readonly struct Edwards25519Scalar : IPrimeScalar<Edwards25519Scalar>
{
    /// <summary>Bytes of a number.</summary>
    public const int Bytes = 32;

    /// <summary>Bytes that <see cref="Reduce"/> takes.</summary>
    public const int WideBytes = 64;

    private readonly UInt128 _low;
    private readonly UInt128 _high;

    private Edwards25519Scalar(UInt128 low, UInt128 high) => (_low, _high) = (low, high);

    /// <inheritdoc/>
    public static Edwards25519Scalar Zero => default;

    /// <inheritdoc/>
    public static Edwards25519Scalar One => new(1, 0);

    /// <inheritdoc/>
    public bool IsZero => (_low | _high) == 0;

    /// <inheritdoc/>
    public static Edwards25519Scalar Of(uint number) => new(number, 0);

    /// <summary>Reads 32 bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length, or a number not below L.</exception>
    public static Edwards25519Scalar Read(ReadOnlySpan<byte> source, string field)
    {
        if (source.Length == Bytes)
        {
            Span<byte> wide = stackalloc byte[WideBytes];
            Span<byte> reduced = stackalloc byte[Bytes];
            wide.Clear();
            source.CopyTo(wide);
            Sodium.ScalarReduce(reduced, wide);
            wide.Clear();
            if (CryptographicOperations.FixedTimeEquals(reduced, source)) return Take(reduced);
        }

        throw new ProtocolException(field, "32 bytes: a number below L, little-endian");
    }

    /// <summary>A number from 64 bytes that are alike to random ones.</summary>
    /// <param name="wide"><see cref="WideBytes"/> bytes, little-endian, taken modulo L.</param>
    public static Edwards25519Scalar Reduce(ReadOnlySpan<byte> wide)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(wide.Length, WideBytes);
        Span<byte> reduced = stackalloc byte[Bytes];
        Sodium.ScalarReduce(reduced, wide);
        return Take(reduced);
    }

    /// <summary>A number from 1 to L − 1, all alike.</summary>
    /// <param name="fill">Fills a span with random bytes.</param>
    public static Edwards25519Scalar Draw(Protocol.EndToEnd.RandomBytes fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        Span<byte> wide = stackalloc byte[WideBytes];
        Edwards25519Scalar drawn;
        do
        {
            fill(wide);
            drawn = Reduce(wide);
        }
        while (drawn.IsZero);
        wide.Clear();
        return drawn;
    }

    /// <inheritdoc/>
    public static Edwards25519Scalar operator +(Edwards25519Scalar left, Edwards25519Scalar right)
    {
        Span<byte> bytes = stackalloc byte[Bytes * 3];
        left.Write(bytes[Bytes..]);
        right.Write(bytes[(Bytes * 2)..]);
        Sodium.ScalarAdd(bytes[..Bytes], bytes[Bytes..(Bytes * 2)], bytes[(Bytes * 2)..]);
        return Take(bytes);
    }

    /// <inheritdoc/>
    public static Edwards25519Scalar operator *(Edwards25519Scalar left, Edwards25519Scalar right)
    {
        Span<byte> bytes = stackalloc byte[Bytes * 3];
        left.Write(bytes[Bytes..]);
        right.Write(bytes[(Bytes * 2)..]);
        Sodium.ScalarMultiply(bytes[..Bytes], bytes[Bytes..(Bytes * 2)], bytes[(Bytes * 2)..]);
        return Take(bytes);
    }

    /// <inheritdoc/>
    public static Edwards25519Scalar operator -(Edwards25519Scalar value)
    {
        Span<byte> bytes = stackalloc byte[Bytes * 2];
        value.Write(bytes[Bytes..]);
        Sodium.ScalarNegate(bytes[..Bytes], bytes[Bytes..]);
        return Take(bytes);
    }

    /// <summary>Whether both are one number.</summary>
    public static bool operator ==(Edwards25519Scalar left, Edwards25519Scalar right) => left.Equals(right);

    /// <summary>Whether they are two numbers.</summary>
    public static bool operator !=(Edwards25519Scalar left, Edwards25519Scalar right) => !left.Equals(right);

    /// <inheritdoc/>
    public Edwards25519Scalar Inverse()
    {
        if (IsZero) return this;
        Span<byte> bytes = stackalloc byte[Bytes * 2];
        Write(bytes[Bytes..]);
        _ = Sodium.ScalarInvert(bytes[..Bytes], bytes[Bytes..]);
        return Take(bytes);
    }

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(target, _low);
        BinaryPrimitives.WriteUInt128LittleEndian(target[16..], _high);
    }

    /// <summary>The 32 bytes, in a new array that the caller erases where the number is secret.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(Edwards25519Scalar other) => ((_low ^ other._low) | (_high ^ other._high)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Edwards25519Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _low.GetHashCode();

    /// <summary>Says nothing: it may be secret.</summary>
    public override string ToString() => "a number modulo L";

    /// <summary>Takes the first 32 of these bytes and erases them all.</summary>
    private static Edwards25519Scalar Take(Span<byte> bytes)
    {
        var taken = new Edwards25519Scalar(
            BinaryPrimitives.ReadUInt128LittleEndian(bytes), BinaryPrimitives.ReadUInt128LittleEndian(bytes[16..]));
        CryptographicOperations.ZeroMemory(bytes);
        return taken;
    }
}
