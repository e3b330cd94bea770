namespace Rings.Transport.Sctp;

/// <summary>The sending sides of an association's streams, by number: one at a time for each.</summary>
internal sealed class OutgoingStreams(BlockPool pool)
{
    private readonly Dictionary<ushort, OutgoingStream> _streams = [];

    /// <summary>User bytes that wait to be sent or to be acknowledged.</summary>
    public long BufferedBytes => _streams.Values.Sum(static stream => stream.Bytes.End - stream.Bytes.Start);

    /// <summary>The sending side of a stream, made at the first call.</summary>
    public OutgoingStream Open(ushort number)
    {
        if (!_streams.TryGetValue(number, out var opened))
            _streams.Add(number, opened = new OutgoingStream(number, pool));

        return opened;
    }

    /// <summary>The sending side of a stream; null if nothing was sent on it since its last reset.</summary>
    public OutgoingStream? Find(ushort number) => _streams.GetValueOrDefault(number);

    /// <summary>
    /// The stream's reset is over: its number is free. Whoever has the number by now keeps it, if that is another.
    /// </summary>
    public void Retire(OutgoingStream stream)
    {
        stream.Reset = StreamResetState.Done;
        if (_streams.TryGetValue(stream.Id, out var current) && current == stream)
            _streams.Remove(stream.Id);
    }

    /// <summary>Forgets all streams and gives back their memory.</summary>
    public void Drop()
    {
        foreach (var stream in _streams.Values)
            stream.Bytes.Drop();

        _streams.Clear();
    }

    /// <summary>Gives memory up that a quiet association does not need.</summary>
    public void Trim()
    {
        foreach (var stream in _streams.Values)
            stream.Messages.Trim();
    }
}
