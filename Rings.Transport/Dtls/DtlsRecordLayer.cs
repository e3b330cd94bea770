using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Rings.Transport.Dtls;

/// <summary>
/// Epoch 1 of a DTLS 1.2 connection with AES-128-GCM (RFC 6347, section 4.1; RFC 5288): makes and opens records
/// without allocating. Not thread-safe.
/// </summary>
internal sealed class DtlsRecordLayer : IDisposable
{
    /// <summary>Where the plaintext goes in a record: after the header and the explicit nonce.</summary>
    public const int ContentOffset = DtlsRecord.HeaderSize + ExplicitNonceSize;

    /// <summary>What a record is longer than its plaintext: 37 bytes.</summary>
    public const int Overhead = ContentOffset + TagSize;

    private const int ExplicitNonceSize = 8;
    private const int TagSize = 16;
    private const ulong EpochOne = 1UL << 48;
    private const ulong LastSequence = EpochOne - 1;

    private readonly AesGcm _writer;
    private readonly AesGcm _reader;
    private readonly uint _writeIv;
    private readonly uint _readIv;
    private readonly ReplayWindow _replay = new();
    private ulong _nextSequence;

    /// <param name="keys">From the handshake.</param>
    /// <param name="nextSequence">The first sequence number that the handshake did not use to send.</param>
    /// <param name="received">Those that it received.</param>
    public DtlsRecordLayer(DtlsKeys keys, ulong nextSequence, IEnumerable<ulong> received)
    {
        _writer = new AesGcm(keys.WriteKey, TagSize);
        _reader = new AesGcm(keys.ReadKey, TagSize);
        _writeIv = BinaryPrimitives.ReadUInt32BigEndian(keys.WriteIv);
        _readIv = BinaryPrimitives.ReadUInt32BigEndian(keys.ReadIv);
        _nextSequence = nextSequence;
        foreach (var sequence in received)
            _replay.Mark(sequence);
    }

    /// <summary>
    /// Makes a record around plaintext that already lies at <see cref="ContentOffset"/> in <paramref name="record"/>.
    /// </summary>
    /// <param name="contentType">The record's type.</param>
    /// <param name="record">At least <paramref name="plaintextSize"/> + <see cref="Overhead"/> bytes.</param>
    /// <param name="plaintextSize">Bytes of plaintext.</param>
    /// <returns>The record's size.</returns>
    /// <exception cref="InvalidOperationException">All 2^48 sequence numbers are used.</exception>
    public int Seal(byte contentType, Span<byte> record, int plaintextSize)
    {
        if (_nextSequence > LastSequence)
            throw new InvalidOperationException("The sequence numbers of this DTLS connection are used up.");

        var sequence = EpochOne | _nextSequence++;
        record[0] = contentType;
        record[1] = 0xFE;
        record[2] = 0xFD;
        BinaryPrimitives.WriteUInt64BigEndian(record[3..], sequence);
        BinaryPrimitives.WriteUInt16BigEndian(record[11..], (ushort)(plaintextSize + ExplicitNonceSize + TagSize));
        BinaryPrimitives.WriteUInt64BigEndian(record[DtlsRecord.HeaderSize..], sequence);

        Span<byte> nonce = stackalloc byte[12];
        Span<byte> associated = stackalloc byte[13];
        Prepare(nonce, associated, _writeIv, sequence, record, plaintextSize);
        var content = record.Slice(ContentOffset, plaintextSize);
        _writer.Encrypt(nonce, content, content, record.Slice(ContentOffset + plaintextSize, TagSize), associated);
        return plaintextSize + Overhead;
    }

    /// <summary>Opens a record of epoch 1. False when it is not authentic, malformed or came before.</summary>
    /// <param name="record">The record.</param>
    /// <param name="plaintext">At least as long as the record; not the record's own memory.</param>
    /// <param name="size">Bytes of plaintext.</param>
    public bool TryOpen(in DtlsRecord record, Span<byte> plaintext, out int size)
    {
        size = record.Whole.Length - Overhead;
        if (size < 0 || record.Epoch != 1 || !_replay.IsFresh(record.Sequence))
            return false;

        Span<byte> nonce = stackalloc byte[12];
        Span<byte> associated = stackalloc byte[13];
        var explicitNonce = BinaryPrimitives.ReadUInt64BigEndian(record.Content);
        Prepare(nonce, associated, _readIv, explicitNonce, record.Whole, size);
        BinaryPrimitives.WriteUInt64BigEndian(associated, EpochOne | record.Sequence);
        var sealedBytes = record.Whole[ContentOffset..];
        if (!TryDecrypt(nonce, sealedBytes[..size], sealedBytes[size..], plaintext[..size], associated))
            return false;

        _replay.Mark(record.Sequence);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    // RFC 5246, section 6.2.3.3: epoch and sequence number, type, version, length of the plaintext.
    private static void Prepare(
        Span<byte> nonce, Span<byte> associated, uint iv, ulong explicitNonce, ReadOnlySpan<byte> header, int size)
    {
        BinaryPrimitives.WriteUInt32BigEndian(nonce, iv);
        BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], explicitNonce);
        BinaryPrimitives.WriteUInt64BigEndian(associated, explicitNonce);
        header[..3].CopyTo(associated[8..]);
        BinaryPrimitives.WriteUInt16BigEndian(associated[11..], (ushort)size);
    }

    private bool TryDecrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext,
        ReadOnlySpan<byte> associated)
    {
        try
        {
            _reader.Decrypt(nonce, ciphertext, tag, plaintext, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false; // Anybody can send a forged record: it is counted by the caller, never an error.
        }
    }
}
