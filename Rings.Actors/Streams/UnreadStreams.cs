using Rings.Protocol;

namespace Rings.Actors.Streams;

/// <summary>
/// Streams of a set that are over and that the application has not read to their end: what lies there counts in the set's
/// window until it was read, or is read by nobody any more.
/// </summary>
internal sealed class UnreadStreams
{
    private readonly Dictionary<long, StreamPump> _pumps = [];

    /// <summary>A stream is over.</summary>
    /// <returns>Whether something of it is unread.</returns>
    public bool Keep(StreamPump pump)
    {
        if (pump.HasUnread) _pumps.Add(pump.Id, pump);
        return pump.HasUnread;
    }

    /// <summary>The application has read some.</summary>
    public void Read(long stream, Instant now)
    {
        if (!_pumps.TryGetValue(stream, out var pump)) return;
        pump.Read(now);
        if (!pump.HasUnread) _pumps.Remove(stream);
    }

    /// <summary>The application reads no more.</summary>
    public void Drop(long stream, Instant now)
    {
        if (_pumps.Remove(stream, out var pump)) pump.Drop(now);
    }
}
