using System.Buffers.Binary;
using NBitcoin.Secp256k1;
using Rings.Protocol;

namespace Rings.Sovereign.Groups;

/// <summary>A number modulo the order n of secp256k1. 32 bytes, big-endian.</summary>
/// <remarks>Sums, products and inverses take the same time whatever the number: they may be secret.</remarks>
public readonly struct Secp256k1Scalar : IPrimeScalar<Secp256k1Scalar>
{
    /// <summary>Bytes of a number.</summary>
    public const int Bytes = 32;

    /// <summary>Bytes that <see cref="Reduce"/> takes: 128 bits more than the order has, so that all numbers are alike.</summary>
    public const int WideBytes = 48;

    // Not the library's own type: a node without secrets would load the library to know how large its tables' entries are.
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private Secp256k1Scalar(in Scalar value)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        value.WriteToSpan(bytes);
        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
        bytes.Clear();
    }

    /// <inheritdoc/>
    public static Secp256k1Scalar Zero => new(Scalar.Zero);

    /// <inheritdoc/>
    public static Secp256k1Scalar One => new(Scalar.One);

    /// <inheritdoc/>
    public bool IsZero => (_high | _low) == 0;

    internal Scalar Value
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Bytes];
            Write(bytes);
            var value = new Scalar(bytes);
            bytes.Clear();
            return value;
        }
    }

    /// <inheritdoc/>
    public static Secp256k1Scalar Of(uint number) => new(new Scalar(number));

    /// <summary>Reads 32 bytes.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="field">The field that carried them, for the error.</param>
    /// <exception cref="ProtocolException">Another length, or a number not below n.</exception>
    public static Secp256k1Scalar Read(ReadOnlySpan<byte> source, string field)
    {
        if (source.Length == Bytes)
        {
            var value = new Scalar(source, out var overflow);
            if (overflow == 0) return new(value);
        }

        throw new ProtocolException(field, "32 bytes: a number below n");
    }

    /// <summary>A number from 48 bytes that are alike to random ones.</summary>
    /// <param name="wide"><see cref="WideBytes"/> bytes, taken as one number modulo n.</param>
    public static Secp256k1Scalar Reduce(ReadOnlySpan<byte> wide)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(wide.Length, WideBytes);
        Span<byte> part = stackalloc byte[Bytes];
        var sum = Scalar.Zero;
        // 2^192 to the left of 24 bytes: both parts are below n.
        var shift = ShiftOf192();
        foreach (var at in (ReadOnlySpan<int>)[0, 24])
        {
            part[..8].Clear();
            wide.Slice(at, 24).CopyTo(part[8..]);
            sum = sum.Multiply(shift).Add(new Scalar(part));
        }

        part.Clear();
        return new(sum);
    }

    /// <summary>A number from 1 to n − 1, all alike.</summary>
    /// <param name="fill">Fills a span with random bytes.</param>
    public static Secp256k1Scalar Draw(Protocol.EndToEnd.RandomBytes fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        Span<byte> wide = stackalloc byte[WideBytes];
        Secp256k1Scalar drawn;
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
    public static Secp256k1Scalar operator +(Secp256k1Scalar left, Secp256k1Scalar right) =>
        new(left.Value.Add(right.Value));

    /// <inheritdoc/>
    public static Secp256k1Scalar operator *(Secp256k1Scalar left, Secp256k1Scalar right) =>
        new(left.Value.Multiply(right.Value));

    /// <inheritdoc/>
    public static Secp256k1Scalar operator -(Secp256k1Scalar value) => new(value.Value.Negate());

    /// <summary>Whether both are one number.</summary>
    public static bool operator ==(Secp256k1Scalar left, Secp256k1Scalar right) => left.Equals(right);

    /// <summary>Whether they are two numbers.</summary>
    public static bool operator !=(Secp256k1Scalar left, Secp256k1Scalar right) => !left.Equals(right);

    /// <inheritdoc/>
    public Secp256k1Scalar Inverse() => new(Value.Inverse());

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, _high);
        BinaryPrimitives.WriteUInt128BigEndian(target[16..], _low);
    }

    /// <summary>The 32 bytes, in a new array that the caller erases where the number is secret.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Bytes];
        Write(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public bool Equals(Secp256k1Scalar other) => ((_high ^ other._high) | (_low ^ other._low)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Secp256k1Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>Says nothing: it may be secret.</summary>
    public override string ToString() => "a number modulo n";

    private static Scalar ShiftOf192()
    {
        Span<byte> shift = stackalloc byte[Bytes];
        shift[7] = 1;
        return new Scalar(shift);
    }
}
