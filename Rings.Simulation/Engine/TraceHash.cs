using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Rings.Simulation.Engine;

/// <summary>
/// SHA-256 over everything that happened, in order: two runs are the same run exactly if this is the same.
/// </summary>
internal sealed class TraceHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[4096];
    private int _used;

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number.</param>
    public void Add(long value)
    {
        if (_used + sizeof(long) > _buffer.Length) Flush();
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_used), value);
        _used += sizeof(long);
    }

    /// <summary>Adds bytes, with their count before them.</summary>
    /// <param name="value">The bytes.</param>
    public void Add(ReadOnlySpan<byte> value)
    {
        Add(value.Length);
        Flush();
        _hash.AppendData(value);
    }

    /// <summary>The hash of all that was added until now, in lower-case hex; more may be added after.</summary>
    public string Current()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
