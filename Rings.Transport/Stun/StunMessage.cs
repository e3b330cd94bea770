using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Rings.Transport.Stun;

/// <summary>
/// A STUN message (RFC 8489, section 5) read in place: a view of somebody else's bytes, checked for its form only.
/// Costs no allocation, whatever the bytes are.
/// </summary>
internal readonly ref struct StunMessage
{
    /// <summary>Bytes before the first attribute.</summary>
    public const int HeaderLength = 20;

    /// <summary>The fixed word that tells STUN from other things.</summary>
    public const uint MagicCookie = 0x2112A442;

    /// <summary>A message longer than this before its integrity attribute is not taken for genuine.</summary>
    public const int MaxAuthenticated = 2048;

    private const int AttributeHeader = 4;
    private const int Sha1Length = 20;
    private const int Sha256Length = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;
    private readonly int _sha1;
    private readonly int _sha256;
    private readonly int _fingerprint;

    private StunMessage(ReadOnlySpan<byte> bytes, Marks marks)
    {
        _bytes = bytes;
        _sha1 = marks.Sha1;
        _sha256 = marks.Sha256;
        _fingerprint = marks.Fingerprint;
        _end = marks.End;
    }

    /// <summary>Request, indication, success or error.</summary>
    public StunClass Class => (StunClass)(BinaryPrimitives.ReadUInt16BigEndian(_bytes) & 0x0110);

    /// <summary>What it is about; not necessarily a named value.</summary>
    public StunMethod Method
    {
        get
        {
            // Twelve bits around the two of the class.
            var type = BinaryPrimitives.ReadUInt16BigEndian(_bytes);
            return (StunMethod)((type & 0x000F) | ((type & 0x00E0) >> 1) | ((type & 0x3E00) >> 2));
        }
    }

    /// <summary>Which exchange it belongs to.</summary>
    public StunTransactionId TransactionId => StunTransactionId.Read(_bytes[8..]);

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Whether there is a MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 to verify.</summary>
    public bool HasIntegrity => _sha1 != 0 || _sha256 != 0;

    /// <summary>Whether there is a FINGERPRINT, which is then right: a wrong one makes the bytes no message.</summary>
    public bool HasFingerprint => _fingerprint != 0;

    /// <summary>Reads the form: header, attribute lengths, the order of the closing attributes, FINGERPRINT.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out StunMessage message)
    {
        message = default;
        if (packet.Length < HeaderLength || packet[0] > 0x3F
            || BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) != packet.Length - HeaderLength
            || packet.Length % 4 != 0 || BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) != MagicCookie)
        {
            return false;
        }

        var marks = new Marks { End = packet.Length };
        if (!TryWalk(packet, ref marks))
        {
            return false;
        }

        message = new StunMessage(packet, marks);
        return marks.Fingerprint == 0 || message.FingerprintHolds();
    }

    /// <summary>Finds the first attribute of a type before the integrity attributes (RFC 8489, section 14).</summary>
    public bool TryGet(StunAttribute type, out ReadOnlySpan<byte> value)
    {
        for (var offset = HeaderLength; offset < _end;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]);
            if (BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]) == (int)type)
            {
                value = _bytes.Slice(offset + AttributeHeader, length);
                return true;
            }

            offset += AttributeHeader + Padded(length);
        }

        value = default;
        return false;
    }

    /// <summary>Whether an attribute of this type is there.</summary>
    public bool Has(StunAttribute type) => TryGet(type, out _);

    /// <summary>Reads a 32-bit number.</summary>
    public bool TryGetUInt32(StunAttribute type, out uint value)
    {
        var found = TryGet(type, out var bytes) && bytes.Length == sizeof(uint);
        value = found ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return found;
    }

    /// <summary>Reads a 64-bit number.</summary>
    public bool TryGetUInt64(StunAttribute type, out ulong value)
    {
        var found = TryGet(type, out var bytes) && bytes.Length == sizeof(ulong);
        value = found ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;
        return found;
    }

    /// <summary>Reads a masked address (RFC 8489, section 14.2).</summary>
    public bool TryGetXorAddress(StunAttribute type, out TransportAddress address)
    {
        address = default;
        return TryGet(type, out var bytes) && StunAddress.TryReadXor(bytes, _bytes.Slice(4, 16), out address);
    }

    /// <summary>Reads the code of a refusal (RFC 8489, section 14.8): 300 to 699.</summary>
    public bool TryGetError(out int code)
    {
        code = 0;
        if (!TryGet(StunAttribute.ErrorCode, out var bytes) || bytes.Length < 4)
        {
            return false;
        }

        code = ((bytes[2] & 7) * 100) + bytes[3];
        return code is >= 300 and <= 699 && bytes[3] < 100;
    }

    /// <summary>The reason phrase of a refusal, cut to 128 characters; for logs only.</summary>
    public string GetErrorReason()
    {
        if (!TryGet(StunAttribute.ErrorCode, out var bytes) || bytes.Length <= 4)
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(bytes[4..Math.Min(bytes.Length, 132)]);
        return string.Concat(text.Where(letter => !char.IsControl(letter)));
    }

    /// <summary>Collects attributes that must be understood and are not (RFC 8489, section 6.3.1).</summary>
    /// <param name="unknown">Room for those found; more are left out.</param>
    /// <returns>How many were found, at most the room there is.</returns>
    public int CopyUnknownRequired(Span<ushort> unknown)
    {
        var count = 0;
        for (var offset = HeaderLength; offset < _end && count < unknown.Length;)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]);
            if (type < 0x8000 && !Enum.IsDefined((StunAttribute)type) && !unknown[..count].Contains(type))
            {
                unknown[count++] = type;
            }

            offset += AttributeHeader + Padded(BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]));
        }

        return count;
    }

    /// <summary>Whether MESSAGE-INTEGRITY is there and was made with this key (RFC 8489, section 14.5).</summary>
    public bool IntegrityHolds(ReadOnlySpan<byte> key)
    {
        Span<byte> patched = stackalloc byte[MaxAuthenticated];
        Span<byte> expected = stackalloc byte[Sha1Length];
        if (!TryPatch(_sha1, Sha1Length, patched, out var covered))
        {
            return false;
        }

        HMACSHA1.HashData(key, patched[..covered], expected);
        return CryptographicOperations.FixedTimeEquals(
            expected, _bytes.Slice(_sha1 + AttributeHeader, Sha1Length));
    }

    /// <summary>
    /// Whether MESSAGE-INTEGRITY-SHA256 is there and was made with this key (RFC 8489, section 14.6). A truncated one
    /// is refused: no usage that this stack has allows it.
    /// </summary>
    public bool IntegritySha256Holds(ReadOnlySpan<byte> key)
    {
        Span<byte> patched = stackalloc byte[MaxAuthenticated];
        Span<byte> expected = stackalloc byte[Sha256Length];
        if (!TryPatch(_sha256, Sha256Length, patched, out var covered))
        {
            return false;
        }

        HMACSHA256.HashData(key, patched[..covered], expected);
        return CryptographicOperations.FixedTimeEquals(
            expected, _bytes.Slice(_sha256 + AttributeHeader, Sha256Length));
    }

    /// <summary>The length of a value with its padding to a multiple of 4.</summary>
    internal static int Padded(int length) => (length + 3) & ~3;

    private static bool TryWalk(ReadOnlySpan<byte> packet, ref Marks marks)
    {
        for (var offset = HeaderLength; offset < packet.Length;)
        {
            if (packet.Length - offset < AttributeHeader || marks.Fingerprint != 0)
            {
                return false; // A torn attribute, or one behind FINGERPRINT, which must be the last.
            }

            var type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(packet[offset..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
            if (Padded(length) > packet.Length - offset - AttributeHeader || !marks.Note(type, offset, length))
            {
                return false;
            }

            offset += AttributeHeader + Padded(length);
        }

        return true;
    }

    private bool FingerprintHolds() =>
        BinaryPrimitives.ReadUInt32BigEndian(_bytes[(_fingerprint + AttributeHeader)..])
            == StunCrc.Fingerprint(_bytes[.._fingerprint]);

    /// <summary>
    /// Copies what an integrity attribute covers, with the length that the header had when it was made.
    /// </summary>
    private bool TryPatch(int offset, int length, Span<byte> target, out int covered)
    {
        covered = offset;
        if (offset == 0 || offset > target.Length
            || BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]) != length)
        {
            return false;
        }

        _bytes[..offset].CopyTo(target);
        var until = offset + AttributeHeader + length - HeaderLength;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)until);
        return true;
    }

    /// <summary>Where the attributes stand that close a message.</summary>
    private struct Marks
    {
        public int End;
        public int Sha1;
        public int Sha256;
        public int Fingerprint;

        /// <returns>False for a closing attribute of the wrong length.</returns>
        public bool Note(StunAttribute type, int offset, int length)
        {
            switch (type)
            {
                case StunAttribute.MessageIntegrity when Sha1 == 0 && Sha256 == 0:
                    Sha1 = offset;
                    End = Math.Min(End, offset);
                    return length == Sha1Length;

                case StunAttribute.MessageIntegritySha256 when Sha256 == 0:
                    Sha256 = offset;
                    End = Math.Min(End, offset);
                    return length is >= 16 and <= Sha256Length && length % 4 == 0;

                case StunAttribute.Fingerprint:
                    Fingerprint = offset;
                    End = Math.Min(End, offset);
                    return length == 4;

                default:
                    return true; // Those behind an integrity attribute are out of reach of TryGet.
            }
        }
    }
}
