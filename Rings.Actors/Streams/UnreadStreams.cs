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

    /// <summary>A stream that is kept; null: none of it is unread.</summary>
    public StreamPump? Find(long stream) => _pumps.GetValueOrDefault(stream);

    /// <summary>The application has read or dropped some: what has nothing unread is not kept.</summary>
    public void Forget(long stream)
    {
        if (Find(stream) is { HasUnread: false }) _pumps.Remove(stream);
    }
}
