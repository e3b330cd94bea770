using System.Diagnostics;
using System.Diagnostics.Metrics;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;

namespace Rings.Actors.Telemetry;

/// <summary>The meter and the activity source of one node. Names and units are listed in docs/telemetry.md.</summary>
public sealed class RingsInstruments : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Rings";

    private static readonly KeyValuePair<string, object?> Sending = new("direction", "sent");
    private static readonly KeyValuePair<string, object?> Receiving = new("direction", "received");

    private readonly Meter _meter;
    private readonly Counter<long> _forwarded;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _forgeries;
    private readonly UpDownCounter<long> _links;
    private readonly Counter<long> _restarts;
    private readonly UpDownCounter<long> _sets;
    private readonly UpDownCounter<long> _streams;
    private readonly Counter<long> _streamBytes;
    private readonly Counter<long> _relayed;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _lookups;
    private readonly Histogram<double> _deliveries;

    /// <summary>Makes the instruments of a node.</summary>
    /// <param name="node">The node's Did: the tag <c>rings.node</c> of the meter.</param>
    public RingsInstruments(string node)
    {
        _meter = new Meter(Name, version: null, [new("rings.node", node)]);
        Activities = new ActivitySource(Name);
        _forwarded = _meter.CreateCounter<long>("rings.frames.forwarded", "{frame}", "Frames relayed for others.");
        _dropped = _meter.CreateCounter<long>("rings.frames.dropped", "{frame}", "Frames dropped, by cause.");
        _received =
            _meter.CreateCounter<long>("rings.messages.received", "{message}", "Verified messages for this node.");
        _sent = _meter.CreateCounter<long>("rings.messages.sent", "{message}", "Messages signed by this node.");
        _forgeries = _meter.CreateCounter<long>("rings.forgeries", "{message}", "Messages with a bad signature.");
        _links = _meter.CreateUpDownCounter<long>("rings.links", "{link}", "Ready links.");
        _restarts =
            _meter.CreateCounter<long>("rings.restarts", "{restart}",
            "Parts of the node that failed and were restarted.");
        _sets = _meter.CreateUpDownCounter<long>("rings.stream.sets", "{set}", "Stream sets that stand or are being opened.");
        _streams = _meter.CreateUpDownCounter<long>("rings.streams", "{stream}", "Streams that are not over.");
        _streamBytes = _meter.CreateCounter<long>("rings.stream.bytes", "By", "Bytes of the packets of streams, by direction.");
        _relayed = _meter.CreateCounter<long>("rings.paths.relayed", "By", "Bytes of packets carried for the paths of others.");
        _refused = _meter.CreateCounter<long>("rings.paths.refused", "{path}", "Paths of others that were not taken, by reason.");
        _lookups = _meter.CreateHistogram<double>("rings.lookup.duration", "s", "From the question to the owner.");
        _deliveries = _meter.CreateHistogram<double>("rings.delivery.duration", "s", "From sending to the receipt.");
    }

    /// <summary>Spans of sends, look-ups and deliveries.</summary>
    public ActivitySource Activities { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        Activities.Dispose();
    }

    /// <summary>What is read when somebody asks for it: places of paths, and what they and the streams may hold.</summary>
    internal void Observe(PathPlaces places, StreamMemory memory)
    {
        _meter.CreateObservableGauge("rings.paths", () => (long)places.Count, "{path}", "Paths from, to and through the node.");
        _meter.CreateObservableGauge("rings.paths.promised", () => places.Promised, "By", "Memory that is promised to paths.");
        _meter.CreateObservableGauge(
            "rings.stream.promised", () => memory.Promised.Held, "By", "What others may send on streams.");
        _meter.CreateObservableGauge("rings.stream.kept", () => memory.Kept.Held, "By", "What is kept to be sent again.");
    }

    /// <summary>
    /// Begins a span that ends in another message's handling: it is not left behind as the thread's current one.
    /// </summary>
    internal Activity? Begin(string name, string key, string value)
    {
        var current = Activity.Current;
        var span = Activities.StartActivity(name)?.SetTag(key, value);
        Activity.Current = current;
        return span;
    }

    /// <summary>Ends a span with its outcome.</summary>
    internal static void End(Activity? span, string outcome) => span?.SetTag("rings.outcome", outcome).Dispose();

    internal void Forwarded() => _forwarded.Add(1);

    internal void Dropped(string cause) => _dropped.Add(1, new KeyValuePair<string, object?>("cause", cause));

    internal void Received() => _received.Add(1);

    internal void Sent() => _sent.Add(1);

    internal void Forged() => _forgeries.Add(1);

    internal void LinkOpened() => _links.Add(1);

    internal void LinkClosed() => _links.Add(-1);

    internal void Restarted(string part) => _restarts.Add(1, new KeyValuePair<string, object?>("part", part));

    internal void SetOpened() => _sets.Add(1);

    internal void SetClosed() => _sets.Add(-1);

    internal void StreamOpened() => _streams.Add(1);

    internal void StreamsClosed(int count) => _streams.Add(-count);

    internal void StreamSent(long bytes) => _streamBytes.Add(bytes, Sending);

    internal void StreamReceived(long bytes) => _streamBytes.Add(bytes, Receiving);

    internal void Relayed(long bytes) => _relayed.Add(bytes);

    internal void PathRefused(PathCloseReason reason) =>
        _refused.Add(1, new KeyValuePair<string, object?>("reason", reason switch
        {
            PathCloseReason.NoRoute => "no route",
            PathCloseReason.Full => "full",
            _ => "refused",
        }));

    internal void LookedUp(TimeSpan elapsed) => _lookups.Record(elapsed.TotalSeconds);

    internal void Delivered(TimeSpan elapsed) => _deliveries.Record(elapsed.TotalSeconds);
}
