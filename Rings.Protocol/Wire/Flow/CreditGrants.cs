namespace Rings.Protocol.Wire;

/// <summary>
/// The receiving end of one lane's credit: counts what the other end may still send, and returns credit once a frame
/// has left the lane (delivered, forwarded or dropped), in grants of at least half a window.
/// </summary>
/// <param name="lane">The lane: any but <see cref="Lane.Control"/>.</param>
/// <param name="bytes">The window that this end's <c>Hello</c> gave, in bytes.</param>
/// <param name="frames">The same in frames.</param>
internal sealed class CreditGrants(Lane lane, long bytes, int frames)
{
    private readonly (long Bytes, int Frames) _window = (bytes, frames);
    private long _allowedBytes = bytes;
    private int _allowedFrames = frames;
    private long _returnedBytes;
    private int _returnedFrames;

    /// <summary>Counts a frame that came.</summary>
    /// <returns>False if the other end had no credit for it: it broke a rule, and the link is closed.</returns>
    public bool TryReceive(int frameBytes)
    {
        if (_allowedFrames < 1 || _allowedBytes < frameBytes) return false;
        _allowedFrames--;
        _allowedBytes -= frameBytes;
        return true;
    }

    /// <summary>Counts a frame that has left the lane.</summary>
    /// <returns>The grant to send, once half of the window has gathered; else null.</returns>
    public LinkControl.Credit? Release(int frameBytes)
    {
        _returnedBytes += frameBytes;
        _returnedFrames++;
        return _returnedBytes * 2 >= _window.Bytes || _returnedFrames * 2 >= _window.Frames ? Flush() : null;
    }

    /// <summary>The grant of all that has gathered, whatever it is; null if nothing has.</summary>
    public LinkControl.Credit? Flush()
    {
        if (_returnedFrames == 0) return null;
        var grant = new LinkControl.Credit(lane, _returnedBytes, _returnedFrames);
        _allowedBytes += _returnedBytes;
        _allowedFrames += _returnedFrames;
        (_returnedBytes, _returnedFrames) = (0, 0);
        return grant;
    }
}
