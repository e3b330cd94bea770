namespace Rings.Protocol.Wire;

/// <summary>
/// Which of the last 1,024 sequence numbers have been seen: refuses repeats, takes what comes out of order within the
/// window, and refuses what is older (protocol.md, section 3; the scheme of RFC 4303 §3.4.3).
/// </summary>
internal sealed class ReplayWindow
{
    /// <summary>Numbers that the window spans.</summary>
    public const int Width = 1024;

    private const int WordBits = 64;

    private readonly ulong[] _seen = new ulong[Width / WordBits];

    /// <summary>A window that has seen nothing.</summary>
    public ReplayWindow()
    {
    }

    /// <summary>A window that counts everything up to <paramref name="highest"/> as seen: after a restart.</summary>
    public ReplayWindow(ulong highest)
    {
        Highest = highest;
        _seen.AsSpan().Fill(ulong.MaxValue);
    }

    /// <summary>The highest number seen; 0 before the first.</summary>
    public ulong Highest { get; private set; }

    /// <summary>Whether a number is new. Changes nothing: ask before the signature is verified.</summary>
    /// <param name="sequence">1 or more; 0 is never new.</param>
    public bool IsNew(ulong sequence)
    {
        if (sequence > Highest) return true;
        if (sequence == 0 || Highest - sequence >= Width) return false;
        return (_seen[Word(sequence)] & Bit(sequence)) == 0;
    }

    /// <summary>Marks a number as seen, once its signature has been verified.</summary>
    /// <returns>False if it was not new.</returns>
    public bool TryAccept(ulong sequence)
    {
        if (!IsNew(sequence)) return false;
        if (sequence > Highest) Advance(sequence);
        _seen[Word(sequence)] |= Bit(sequence);
        return true;
    }

    private static int Word(ulong sequence) => (int)(sequence % Width / WordBits);

    private static ulong Bit(ulong sequence) => 1UL << (int)(sequence % WordBits);

    private void Advance(ulong sequence)
    {
        if (sequence - Highest >= Width)
        {
            Array.Clear(_seen);
        }
        else
        {
            for (var passed = Highest + 1; passed < sequence; passed++) _seen[Word(passed)] &= ~Bit(passed);
            _seen[Word(sequence)] &= ~Bit(sequence);
        }

        Highest = sequence;
    }
}
