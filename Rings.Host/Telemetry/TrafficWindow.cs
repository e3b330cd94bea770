using System.Collections.Immutable;
using Rings.Protocol;

namespace Rings.Host.Telemetry;

/// <summary>
/// How much has passed over all links in the last minute, from looks at their counters. A link that is gone takes its
/// counters along, and one that took its place begins at nothing: only growth counts. Not thread-safe.
/// </summary>
internal sealed class TrafficWindow
{
    /// <summary>Looks that are remembered.</summary>
    public const int Looks = 13;

    private readonly Queue<(TimeSpan At, Counted Total)> _looks = new();
    private Dictionary<Did, Counted> _links = [];
    private Counted _total;

    /// <summary>Takes a look.</summary>
    /// <param name="at">When, by a clock that only goes forward.</param>
    /// <param name="links">Each link's counters now.</param>
    public void Add(TimeSpan at, ImmutableDictionary<Did, Counted> links)
    {
        foreach (var (peer, now) in links)
            _total += _links.TryGetValue(peer, out var before) && now.IsAfter(before) ? now - before : now;
        // What passed before the first look did not pass in its span.
        if (_looks.Count == 0) _total = default;
        _links = links.ToDictionary();
        _looks.Enqueue((at, _total));
        if (_looks.Count > Looks) _looks.Dequeue();
    }

    /// <summary>What passed in a second, on average; null before there were two looks.</summary>
    public Rates? Now()
    {
        if (_looks.Count < 2) return null;
        var (first, last) = (_looks.Peek(), _looks.Last());
        var (span, passed) = (last.At - first.At, last.Total - first.Total);
        return span <= TimeSpan.Zero ? null : new Rates(
            passed.BytesIn / span.TotalSeconds, passed.BytesOut / span.TotalSeconds, passed.FramesIn / span.TotalSeconds,
            passed.FramesOut / span.TotalSeconds, span);
    }

    /// <summary>What a link has carried since it began.</summary>
    internal readonly record struct Counted(long BytesIn, long BytesOut, long FramesIn, long FramesOut)
    {
        public static Counted operator +(Counted one, Counted other) => new(
            one.BytesIn + other.BytesIn, one.BytesOut + other.BytesOut, one.FramesIn + other.FramesIn, one.FramesOut + other.FramesOut);

        public static Counted operator -(Counted one, Counted other) => new(
            one.BytesIn - other.BytesIn, one.BytesOut - other.BytesOut, one.FramesIn - other.FramesIn, one.FramesOut - other.FramesOut);

        /// <summary>Whether this may be what the other has grown to.</summary>
        public bool IsAfter(Counted other) =>
            BytesIn >= other.BytesIn && BytesOut >= other.BytesOut && FramesIn >= other.FramesIn && FramesOut >= other.FramesOut;
    }

    /// <summary>What passes in a second.</summary>
    /// <param name="BytesIn">Bytes received.</param>
    /// <param name="BytesOut">Bytes sent.</param>
    /// <param name="FramesIn">Frames received; a short message is one.</param>
    /// <param name="FramesOut">Frames sent.</param>
    /// <param name="Span">Over how long.</param>
    internal sealed record Rates(double BytesIn, double BytesOut, double FramesIn, double FramesOut, TimeSpan Span);
}
