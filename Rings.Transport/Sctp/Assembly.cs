using System.Buffers;

namespace Rings.Transport.Sctp;

/// <summary>
/// The one message that is being put together in TSN order. Without interleaving a message's fragments have consecutive
/// TSNs, so there is never more than one.
/// </summary>
internal sealed class Assembly(int maxLength)
{
    private const int FirstSize = 4096;

    private byte[]? _buffer;
    private DataFlags _flags;
    private ushort _stream;
    private ushort _ssn;
    private int _usual = FirstSize;

    /// <summary>Whether a message has begun.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>The payload protocol identifier of the message begun last.</summary>
    public uint PayloadProtocol { get; private set; }

    /// <summary>Begins a message.</summary>
    public void Begin(DataFlags flags, ushort stream, ushort ssn, uint payloadProtocol)
    {
        (_flags, _stream, _ssn, PayloadProtocol) = (flags, stream, ssn, payloadProtocol);
        IsActive = true;
        Length = 0;
    }

    /// <summary>Whether a fragment belongs to the message.</summary>
    public bool Continues(DataFlags flags, ushort stream, ushort ssn) =>
        IsActive && stream == _stream && ssn == _ssn && ((flags ^ _flags) & DataFlags.Unordered) == 0;

    /// <summary>Adds a fragment's bytes.</summary>
    /// <returns>False if the message grows too long.</returns>
    public bool TryAppend(ReadOnlySpan<byte> payload)
    {
        if (Length + payload.Length > maxLength)
            return false;

        if (_buffer is null || _buffer.Length < Length + payload.Length)
            Grow(Length + payload.Length);

        payload.CopyTo(_buffer.AsSpan(Length));
        Length += payload.Length;
        return true;
    }

    /// <summary>Ends the message and hands its memory out, for the caller to return.</summary>
    public byte[] Detach(out int length)
    {
        var message = _buffer!;
        length = _usual = Length;
        _buffer = null;
        IsActive = false;
        Length = 0;
        return message;
    }

    /// <summary>Forgets the message.</summary>
    public void Drop()
    {
        IsActive = false;
        Length = 0;
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);

        _buffer = null;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer is null ? _usual : _buffer.Length * 2));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);

        _buffer = larger;
    }
}
