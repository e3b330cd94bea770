using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Rings.Actors.Public;
using Rings.AspNetCore.Tls;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Streams;

namespace Rings.AspNetCore.Server;

/// <summary>A caller's stream as a connection of a server. There is no socket and no address: who calls is a Did.</summary>
internal sealed class RingsConnection : ConnectionContext, IRingsCaller, IConnectionIdFeature, IConnectionTransportFeature,
    IConnectionItemsFeature, IConnectionLifetimeFeature, IConnectionEndPointFeature
{
    private static long _last;

    private readonly RingsStream _stream;
    private readonly CallerWay _way;
    private readonly CancellationTokenSource _closed = new();

    /// <param name="stream">The stream, taken already.</param>
    /// <param name="call">What it is for.</param>
    /// <param name="way">How its bytes come.</param>
    public RingsConnection(RingsStream stream, AdmittedCall call, CallerWay way)
    {
        (_stream, Call, _way, Transport) = (stream, call, way, way);
        ConnectionId = string.Create(CultureInfo.InvariantCulture, $"ring-{Interlocked.Increment(ref _last)}");
        (LocalEndPoint, RemoteEndPoint) = (new RingsEndPoint(call.Service.Owner), new RingsEndPoint(call.Caller));
        ConnectionClosed = _closed.Token;
        Features.Set(this);
        Features.Set<IRingsCaller>(this);
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        if (way.IsTls)
        {
            Features.Set<ITlsConnectionFeature>(way);
            Features.Set<ITlsApplicationProtocolFeature>(way);
        }

        _ = WatchAsync();
    }

    /// <summary>What it is for.</summary>
    public AdmittedCall Call { get; }

    /// <summary>Who connected to the entrance that calls; null: it is none, or did not say.</summary>
    public IPEndPoint? Source => _way.Said?.Source;

    public Did Did => _stream.Peer;

    public ServiceName Service => Call.Service.Name;

    public StreamWay Way => _stream.Way;

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override void Abort() => _stream.Reset(StreamCode.Cancelled);

    public override void Abort(ConnectionAbortedException abortReason) => Abort();

    public override async ValueTask DisposeAsync()
    {
        await _way.DisposeAsync().ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The stream ends when both ends are done with it, when either resets it, or when the other is lost.</summary>
    private async Task WatchAsync()
    {
        await _stream.Ended.ConfigureAwait(false);
        await _closed.CancelAsync().ConfigureAwait(false);
        _closed.Dispose();
    }
}
