using System.Security.Cryptography;

namespace Rings.Protocol.EndToEnd;

/// <summary>
/// The keys of successive messages that a chain passes over, held aside until it is sure that they count.
/// </summary>
internal sealed class SkippedRun(uint count) : IDisposable
{
    private readonly byte[] _keys = count == 0 ? [] : new byte[count * MessageKey.Bytes];

    /// <summary>Moves the chain on and takes the keys.</summary>
    public void Fill(Span<byte> chain)
    {
        for (var offset = 0; offset < _keys.Length; offset += MessageKey.Bytes)
            MessageKey.Next(chain, _keys.AsSpan(offset, MessageKey.Bytes));
    }

    /// <summary>They count.</summary>
    public void KeepIn(SkippedKeys keys, Key32 ratchet, uint first, Instant now)
    {
        for (var index = 0u; index < count; index++)
            keys.Add(ratchet, first + index, _keys.AsSpan((int)index * MessageKey.Bytes, MessageKey.Bytes), now);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);
}
