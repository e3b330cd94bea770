using System.Diagnostics.Metrics;

namespace Rings.Actors.Telemetry;

/// <summary>What a program's entrances carry. Names and units are listed in docs/telemetry.md.</summary>
public sealed class EntranceInstruments : IDisposable
{
    private readonly Meter _meter = new(RingsInstruments.Name);
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _refused;

    /// <summary>Makes the instruments.</summary>
    public EntranceInstruments()
    {
        _connections = _meter.CreateUpDownCounter<long>("rings.entrance.connections", "{connection}", "Connections at entrances.");
        _bytes = _meter.CreateCounter<long>("rings.entrance.bytes", "By", "Bytes carried by entrances, both ways.");
        _refused = _meter.CreateCounter<long>("rings.entrance.refused", "{connection}", "Connections that entrances closed, by reason.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    internal void Came() => _connections.Add(1);

    internal void Went() => _connections.Add(-1);

    internal void Carried(int bytes) => _bytes.Add(bytes);

    /// <param name="reason">One of a few words.</param>
    internal void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
