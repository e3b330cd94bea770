using System.Security.Cryptography;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Gives one number again and again: tags and first TSNs become known.</summary>
internal sealed class FixedRandom(uint value) : RandomNumberGenerator
{
    private uint _next = value;

    public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

    public override void GetBytes(Span<byte> data)
    {
        data.Clear();
        BitConverter.TryWriteBytes(data, _next++);
    }
}
