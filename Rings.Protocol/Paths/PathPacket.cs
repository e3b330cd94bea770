using System.Buffers;
using System.Buffers.Binary;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Paths;

/// <summary>
/// One packet on its way along a path: the whole frame of a <c>DATA</c> in one rented array, so that a relay writes
/// another label over the one that came and copies nothing. One owner at a time, who passes it on or releases it.
/// </summary>
/// <remarks>
/// Layout from the frame's first byte, offsets counted from the end of tag and length: label 4, type 1, number 8,
/// ciphertext.
/// </remarks>
internal sealed class PathPacket
{
    /// <summary>The longest ciphertext with its tag, in bytes.</summary>
    public const int MaxCiphertext = 16_400;

    /// <summary>The shortest: a tag of 16 bytes around nothing.</summary>
    public const int MinCiphertext = 16;

    /// <summary>What a packet costs at least, so that short ones pay for their buffers.</summary>
    public const int MinCost = 512;

    private const int NumberAt = PathFrame.HeadBytes;
    private const int CiphertextAt = NumberAt + sizeof(ulong);

    private byte[] _array;
    private readonly int _content;
    private readonly int _length;

    private PathPacket(byte[] array, int content, int length) => (_array, _content, _length) = (array, content, length);

    /// <summary>What it takes of a window: its ciphertext's bytes, at least <see cref="MinCost"/>.</summary>
    public int Cost => Math.Max(MinCost, CiphertextBytes);

    /// <summary>Bytes of the ciphertext with its tag: 16 to 16,400.</summary>
    public int CiphertextBytes => _length - _content - CiphertextAt;

    /// <summary>The packet's number, as its nonce has it (docs/protocol, 7.1).</summary>
    public ulong Number
    {
        get => BinaryPrimitives.ReadUInt64LittleEndian(_array.AsSpan(_content + NumberAt));
        set => BinaryPrimitives.WriteUInt64LittleEndian(_array.AsSpan(_content + NumberAt), value);
    }

    /// <summary>The ciphertext with its tag, in place: the end that sends writes it here, the other opens it here.</summary>
    public Span<byte> Ciphertext => _array.AsSpan(_content + CiphertextAt, CiphertextBytes);

    /// <summary>A packet to be written: number and ciphertext are what the array held before.</summary>
    /// <param name="ciphertextBytes">16 to 16,400.</param>
    public static PathPacket Rent(int ciphertextBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ciphertextBytes, MinCiphertext);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ciphertextBytes, MaxCiphertext);
        var content = CiphertextAt + ciphertextBytes;
        var header = Frame.HeaderBytes(content);
        var array = ArrayPool<byte>.Shared.Rent(header + content);
        var writer = new FieldWriter(array);
        writer.Reserve(Frame.PathField, content);
        return new(array, header, header + content);
    }

    /// <summary>A packet in the array that it came in.</summary>
    /// <param name="pooled">An array of the shared pool, in which the frame begins at 0. It changes hands.</param>
    /// <param name="frame">That frame, which <see cref="PathFrame.TryRead"/> took for a <c>DATA</c>.</param>
    public static PathPacket Adopt(byte[] pooled, in PathFrame frame) => new(pooled, frame.ContentAt, frame.Frame.Length);

    /// <summary>Writes label and type in place.</summary>
    /// <returns>The frame to send.</returns>
    public ReadOnlySpan<byte> Address(uint label, bool wantsMore)
    {
        PathFrame.WriteHead(_array.AsSpan(_content), label, PathFrameType.Data, wantsMore);
        return _array.AsSpan(0, _length);
    }

    /// <summary>Gives the array back. The packet is not to be used afterwards; a second call does nothing.</summary>
    public void Release()
    {
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        _array = [];
    }
}
