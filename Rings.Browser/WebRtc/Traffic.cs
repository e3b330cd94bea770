namespace Rings.Browser.WebRtc;

/// <summary>What a connection carried in one direction.</summary>
internal sealed class Traffic
{
    /// <summary>Messages.</summary>
    public long Messages { get; private set; }

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; private set; }

    /// <summary>One more message.</summary>
    public void Count(int bytes) => (Messages, Bytes) = (Messages + 1, Bytes + bytes);
}
