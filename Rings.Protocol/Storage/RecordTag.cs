namespace Rings.Protocol.Storage;

/// <summary>Tells an author's elements of one Set apart: up to 64 bytes, compared by value.</summary>
internal readonly struct RecordTag : IEquatable<RecordTag>, IComparable<RecordTag>
{
    private readonly byte[]? _bytes;

    /// <summary>Takes bytes in.</summary>
    /// <exception cref="ProtocolException">More than 64.</exception>
    public RecordTag(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > RecordLimits.MaxTagBytes)
            throw new ProtocolException("RecordFields.tag", $"at most {RecordLimits.MaxTagBytes} bytes");
        _bytes = bytes.ToArray();
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <inheritdoc/>
    public bool Equals(RecordTag other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RecordTag other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public int CompareTo(RecordTag other) => Span.SequenceCompareTo(other.Span);

    /// <summary>Equality by value.</summary>
    public static bool operator ==(RecordTag left, RecordTag right) => left.Equals(right);

    /// <summary>Difference by value.</summary>
    public static bool operator !=(RecordTag left, RecordTag right) => !left.Equals(right);

    /// <summary>Byte order.</summary>
    public static bool operator <(RecordTag left, RecordTag right) => left.CompareTo(right) < 0;

    /// <summary>Byte order.</summary>
    public static bool operator >(RecordTag left, RecordTag right) => left.CompareTo(right) > 0;

    /// <summary>Byte order.</summary>
    public static bool operator <=(RecordTag left, RecordTag right) => left.CompareTo(right) <= 0;

    /// <summary>Byte order.</summary>
    public static bool operator >=(RecordTag left, RecordTag right) => left.CompareTo(right) >= 0;

    /// <summary>Lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);
}
