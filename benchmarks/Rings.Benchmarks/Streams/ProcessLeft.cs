using System.Diagnostics.Metrics;
using System.Globalization;
using Rings.Actors.Telemetry;

namespace Rings.Benchmarks.Streams;

/// <summary>What a process holds: memory, handles, timers, and what the meters of its nodes count.</summary>
internal sealed class ProcessLeft : IDisposable
{
    private static readonly string[] Counted = ["rings.streams", "rings.stream.sets", "rings.paths"];

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sums = [];

    public ProcessLeft()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RingsInstruments.Name && Counted.Contains(instrument.Name))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            lock (_gate) _sums[instrument.Name] = _sums.GetValueOrDefault(instrument.Name) + value;
        });
        _listener.Start();
    }

    /// <summary>A line: bytes of the heap, resident bytes, handles, timers; streams, sets, paths.</summary>
    public string Line()
    {
        lock (_gate) _sums.Remove("rings.paths");
        _listener.RecordObservableInstruments();
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        lock (_gate)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"left {GC.GetTotalMemory(forceFullCollection: true)} {Environment.WorkingSet} {Directory.GetFiles("/proc/self/fd").Length} {Timer.ActiveCount} {string.Join(' ', Counted.Select(name => _sums.GetValueOrDefault(name)))}");
        }
    }

    public void Dispose() => _listener.Dispose();
}
