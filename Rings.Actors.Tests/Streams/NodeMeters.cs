using System.Diagnostics.Metrics;
using Rings.Actors.Telemetry;
using Rings.Protocol;

namespace Rings.Actors.Tests.Streams;

/// <summary>What the meters of some nodes say together, from now on.</summary>
internal sealed class NodeMeters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sums = [];
    private readonly Dictionary<string, long> _gauges = [];

    public NodeMeters(IEnumerable<Did> nodes)
    {
        var names = nodes.Select(node => node.ToString()).ToHashSet();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var isOurs = instrument.Meter.Name == RingsInstruments.Name
                && instrument.Meter.Tags!.Any(tag => tag.Key == "rings.node" && names.Contains($"{tag.Value}"));
            if (isOurs) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            var into = instrument.IsObservable ? _gauges : _sums;
            lock (_gate) into[instrument.Name] = into.GetValueOrDefault(instrument.Name) + value;
        });
        _listener.Start();
    }

    /// <summary>The sum of what was counted, or of what is so now.</summary>
    public long this[string name]
    {
        get
        {
            lock (_gate) _gauges.Clear();
            _listener.RecordObservableInstruments();
            lock (_gate) return _gauges.TryGetValue(name, out var now) ? now : _sums.GetValueOrDefault(name);
        }
    }

    public void Dispose() => _listener.Dispose();
}
