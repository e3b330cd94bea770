using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Rings.Actors.Telemetry;

namespace Rings.Host.Telemetry;

/// <summary>Collects what the node and the runtime measure: for <c>/metrics</c>, and for a collector where one is
/// named.</summary>
internal sealed class TelemetryExport : IDisposable
{
    private readonly TracerProvider? _traces;

    /// <summary>Begins to collect.</summary>
    /// <param name="collector">Takes OTLP over gRPC; null: nothing leaves the process.</param>
    public TelemetryExport(Uri? collector)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("rings");
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(RingsInstruments.Name, "System.Runtime")
            .AddPrometheusExporter();
        if (collector is not null) metrics.AddOtlpExporter(to => to.Endpoint = collector);
        Metrics = metrics.Build();
        if (collector is null) return;
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(RingsInstruments.Name)
            .AddOtlpExporter(to => to.Endpoint = collector)
            .Build();
    }

    /// <summary>What was measured.</summary>
    public MeterProvider Metrics { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        Metrics.Dispose();
    }
}
