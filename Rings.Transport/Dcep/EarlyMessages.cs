using Rings.Transport.Sctp;

namespace Rings.Transport.Dcep;

/// <summary>
/// Messages on streams that have no channel here yet: unordered data may overtake its OPEN, and a negotiated channel may
/// be made later here than there.
/// </summary>
/// <remarks>
/// <para>
/// They are charged to the receive window, which all channels share, so what nobody asks for is bounded: a quarter of the
/// window for a stream, half of it for all, <see cref="MaxStreams"/> streams, <see cref="MaxAge"/>. A stream that goes
/// beyond is given up: what was held of it is dropped, and all that follows, until it has a channel. A channel never gets
/// a beginning with a hole behind it.
/// </para>
/// </remarks>
internal sealed class EarlyMessages(SctpAssociation association, int window)
{
    /// <summary>Streams without a channel that something is held for.</summary>
    public const int MaxStreams = 256;

    /// <summary>How long a stream's first message waits for a channel.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ushort, Entry> _entries = [];
    private TimeSpan _nextSweep;
    private int _bytes;

    /// <summary>Whether something came on the stream.</summary>
    public bool Contains(ushort stream) => _entries.ContainsKey(stream);

    /// <summary>Keeps a message.</summary>
    /// <returns>False if it is dropped.</returns>
    public bool TryAdd(ushort stream, ReadOnlySpan<byte> message, bool binary, TimeSpan now)
    {
        Sweep(now);
        if (!_entries.TryGetValue(stream, out var entry))
        {
            if (_entries.Count >= MaxStreams)
                return false;

            _entries.Add(stream, entry = new Entry(new HeldMessages(association), now));
        }

        if (entry.Held is not { } held)
            return false;

        var cost = HeldMessages.CostOf(message);
        if (held.Bytes + cost > window / 4 || _bytes + cost > window / 2)
        {
            GiveUp(entry);
            return false;
        }

        held.Add(message, binary);
        _bytes += cost;
        return true;
    }

    /// <summary>The stream has a channel now: what is held becomes that channel's.</summary>
    /// <returns>Null if there is nothing.</returns>
    public HeldMessages? Take(ushort stream)
    {
        if (!_entries.Remove(stream, out var entry) || entry.Held is not { } held)
            return null;

        _bytes -= held.Bytes;
        return held;
    }

    /// <summary>The stream's user is gone: what is held is dropped.</summary>
    public void Drop(ushort stream) => Take(stream)?.Drop();

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        foreach (var entry in _entries.Values)
            GiveUp(entry);

        _entries.Clear();
    }

    private void Sweep(TimeSpan now)
    {
        if (now < _nextSweep)
            return;

        _nextSweep = now + SweepInterval;
        foreach (var entry in _entries.Values)
        {
            if (now - entry.Since > MaxAge)
                GiveUp(entry);
        }
    }

    private void GiveUp(Entry entry)
    {
        if (entry.Held is not { } held)
            return;

        _bytes -= held.Bytes;
        held.Drop();
        entry.Held = null;
    }

    private sealed class Entry(HeldMessages held, TimeSpan since)
    {
        /// <summary>Null once the stream has been given up.</summary>
        public HeldMessages? Held { get; set; } = held;

        public TimeSpan Since => since;
    }
}
