using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Rings.Actors.Telemetry;

/// <summary>The meter and the activity source of one node. Names and units are listed in docs/telemetry.md.</summary>
public sealed class RingsInstruments : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Rings";

    private readonly Meter _meter;
    private readonly Counter<long> _forwarded;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _received;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _forgeries;
    private readonly UpDownCounter<long> _links;
    private readonly Counter<long> _restarts;
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

    internal void LookedUp(TimeSpan elapsed) => _lookups.Record(elapsed.TotalSeconds);

    internal void Delivered(TimeSpan elapsed) => _deliveries.Record(elapsed.TotalSeconds);
}
