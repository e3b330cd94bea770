namespace Rings.Transport.Dtls;

/// <summary>
/// Holds back what a client sends after CertificateVerify until that has been passed on whole.
/// </summary>
/// <remarks>
/// BouncyCastle's server moves its read epoch on at ChangeCipherSpec and from then on drops every repeat of a
/// CertificateVerify (epoch 0) that was lost or late: both sides would repeat themselves until they give up.
/// </remarks>
internal sealed class CertificateVerifyGate
{
    private const int HandshakeHeaderSize = 12;
    private const byte CertificateVerify = 15;

    // A P-256 signature is 72 bytes, an RSA one of 4,096 bits 516.
    private const int MaxMessageSize = 1024;
    private const int MaxHeld = 16;

    private readonly bool[] _covered = new bool[MaxMessageSize];
    private readonly Queue<byte[]> _held = new();
    private int _missing = -1;

    /// <summary>Whether CertificateVerify has been passed on.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the record may be passed on now; if not, it is held (at most 16 are).</summary>
    public bool Admit(in DtlsRecord record)
    {
        if (!IsOpen && (record.ContentType == DtlsRecord.ChangeCipherSpec || record.Epoch > 0))
        {
            if (_held.Count < MaxHeld)
                _held.Enqueue(record.Whole.ToArray());
            return false;
        }

        if (!IsOpen && record.ContentType == DtlsRecord.Handshake)
            Scan(record.Content);
        return true;
    }

    /// <summary>Takes a record that was held, once the gate is open.</summary>
    public bool TryRelease(out byte[] record)
    {
        record = [];
        return IsOpen && _held.TryDequeue(out record!);
    }

    // RFC 6347, section 4.2.2: a record holds one or more messages or fragments of them.
    private void Scan(ReadOnlySpan<byte> content)
    {
        while (content.Length >= HandshakeHeaderSize)
        {
            var total = ReadUInt24(content[1..]);
            var offset = ReadUInt24(content[6..]);
            var size = ReadUInt24(content[9..]);
            if (content.Length < HandshakeHeaderSize + size || offset + size > total)
                return;

            if (content[0] == CertificateVerify && total is > 0 and <= MaxMessageSize)
                Cover(total, offset, size);
            content = content[(HandshakeHeaderSize + size)..];
        }
    }

    private void Cover(int total, int offset, int size)
    {
        _missing = _missing < 0 ? total : _missing;
        foreach (ref var covered in _covered.AsSpan(offset, size))
        {
            _missing -= covered ? 0 : 1;
            covered = true;
        }

        IsOpen = _missing <= 0;
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
}
