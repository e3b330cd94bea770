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
        if (collector is not null) SendTo(collector, metrics);
        Metrics = metrics.Build();
        _traces = collector is null ? null : TracesTo(collector, resource);
    }

    /// <summary>What was measured.</summary>
    public MeterProvider Metrics { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _traces?.Dispose();
        Metrics.Dispose();
    }

    // In methods of their own: a node without a collector never loads the exporter.
    private static void SendTo(Uri collector, MeterProviderBuilder metrics) =>
        metrics.AddOtlpExporter(to => to.Endpoint = collector);

    private static TracerProvider TracesTo(Uri collector, ResourceBuilder resource) =>
        Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(RingsInstruments.Name)
            .AddOtlpExporter(to => to.Endpoint = collector)
            .Build();
}
