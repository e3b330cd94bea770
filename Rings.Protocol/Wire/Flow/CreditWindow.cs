namespace Rings.Protocol.Wire;

/// <summary>
/// The sending end of one lane's credit: what the other end still allows to be sent (protocol.md, section 2).
/// </summary>
/// <param name="bytes">The initial window of the other end's <c>Hello</c>, in bytes.</param>
/// <param name="frames">The same in frames.</param>
internal sealed class CreditWindow(long bytes, int frames)
{
    /// <summary>The most credit that may add up: more grants than this saturate.</summary>
    private const long MaxBytes = 1L << 40;

    private const int MaxFrames = 1 << 30;

    /// <summary>Bytes that may be sent now.</summary>
    public long Bytes { get; private set; } = bytes;

    /// <summary>Frames that may be sent now.</summary>
    public int Frames { get; private set; } = frames;

    /// <summary>Since when a frame has waited for credit, if one does.</summary>
    public Instant? StarvedSince { get; private set; }

    /// <summary>Uses credit for one frame; on false the frame waits.</summary>
    /// <param name="frameBytes">The frame's size.</param>
    /// <param name="now">The present.</param>
    public bool TryTake(int frameBytes, Instant now)
    {
        if (Frames < 1 || Bytes < frameBytes)
        {
            StarvedSince ??= now;
            return false;
        }

        Frames--;
        Bytes -= frameBytes;
        StarvedSince = null;
        return true;
    }

    /// <summary>Adds what the other end grants. Its frame-wise rule of closing counts from the last grant.</summary>
    public void Grant(LinkControl.Credit credit, Instant now)
    {
        Bytes = Math.Min(MaxBytes, Bytes + credit.Bytes);
        Frames = (int)Math.Min(MaxFrames, (long)Frames + credit.Frames);
        if (StarvedSince is not null && credit is not { Bytes: 0, Frames: 0 }) StarvedSince = now;
    }

    /// <summary>Whether frames have waited for so long that the link is to be closed.</summary>
    /// <param name="now">The present.</param>
    /// <param name="longest">30 s by default.</param>
    public bool IsStarved(Instant now, TimeSpan longest) => StarvedSince is { } since && now - since >= longest;
}
