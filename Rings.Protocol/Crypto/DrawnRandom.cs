using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Rings.Protocol.Crypto;

/// <summary>Gives BouncyCastle the bytes that its caller has drawn, once, and no others.</summary>
/// <param name="drawn">What was drawn.</param>
internal sealed class DrawnRandom(byte[] drawn) : SecureRandom((IRandomGenerator)null!)
{
    private int _used;

    public override void NextBytes(byte[] buf) => NextBytes(buf.AsSpan());

    public override void NextBytes(byte[] buf, int off, int len) => NextBytes(buf.AsSpan(off, len));

    /// <exception cref="InvalidOperationException">More is wanted than was drawn.</exception>
    public override void NextBytes(Span<byte> buffer)
    {
        if (buffer.Length > drawn.Length - _used)
            throw new InvalidOperationException("An algorithm wants more random bytes than it says.");
        drawn.AsSpan(_used, buffer.Length).CopyTo(buffer);
        _used += buffer.Length;
    }
}
