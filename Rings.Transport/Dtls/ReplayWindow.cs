namespace Rings.Transport.Dtls;

/// <summary>
/// Which record sequence numbers came already (RFC 6347, section 4.1.2.6). 1,024 numbers wide, for a burst that a
/// network reordered is longer than the 64 that the RFC calls usual.
/// </summary>
internal sealed class ReplayWindow
{
    /// <summary>How far behind the newest record one may still come.</summary>
    public const int Width = 1024;

    private readonly ulong[] _seen = new ulong[Width / 64];
    private ulong _next;

    /// <summary>Whether a record with this number may be new. Changes nothing: ask before decrypting.</summary>
    public bool IsFresh(ulong sequence) =>
        sequence >= _next || (_next - sequence <= Width && !IsSet(sequence));

    /// <summary>Notes a number whose record was authentic.</summary>
    public void Mark(ulong sequence)
    {
        if (sequence >= _next)
            Advance(sequence + 1);
        _seen[sequence / 64 % (Width / 64)] |= 1UL << (int)(sequence % 64);
    }

    private bool IsSet(ulong sequence) => (_seen[sequence / 64 % (Width / 64)] >> (int)(sequence % 64) & 1) != 0;

    private void Advance(ulong next)
    {
        if (next - _next >= Width)
        {
            Array.Clear(_seen);
            _next = next;
            return;
        }

        for (; _next < next; _next++)
            _seen[_next / 64 % (Width / 64)] &= ~(1UL << (int)(_next % 64));
    }
}
