using System.Text.Json.Nodes;
using Rings.Actors.Public;
using Rings.AspNetCore.Tls;
using Rings.Host.Entrance;
using Rings.Host.Rpc;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Host.Http;

/// <summary>One service whose callers' TLS ends at this node, until it is disposed of.</summary>
/// <param name="node">The node.</param>
/// <param name="ends">Where TLS ends.</param>
/// <param name="end">Where that of this service's callers does.</param>
/// <param name="files">Its certificate.</param>
/// <param name="target">Where its bytes go.</param>
/// <param name="time">The clock.</param>
internal sealed class TlsServed(IRings node, TlsEnds ends, TlsEnd end, TlsFiles files, ServiceTarget target, TimeProvider time)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private ServiceCalls? _calls;
    private ServiceName? _name;
    private Task _running = Task.CompletedTask;

    /// <summary>Provides it.</summary>
    /// <returns>The service as JSON.</returns>
    /// <exception cref="Rings.Host.JsonRpc.JsonRpcException">The node refuses it.</exception>
    public async Task<JsonObject> BeginAsync(ServiceOffer offer, CancellationToken cancel)
    {
        if (offer.Kind == ServiceKind.Http)
        {
            // The proxy before targets of HTTP looks it up at each caller: it has to be there before the first.
            var name = ServiceName.TryParse(offer.Name, out var read) ? read : default;
            if (ends.TryAdd(name, end)) _name = name;
            return ServiceJson.One(await node.ServicesAsync(new AddService(offer), cancel));
        }

        try
        {
            _calls = await node.ServeAsync(offer, cancel: cancel);
        }
        catch (InvalidOperationException refused)
        {
            throw new JsonRpc.JsonRpcException(JsonRpc.JsonRpcError.Refused, refused.Message);
        }

        _running = new TlsService(node, _calls, target, end, time).RunAsync(_stopping.Token);
        var all = ServiceJson.All(await node.ServicesAsync(ListServices.Instance, cancel));
        return all.First(service => (string?)service!["name"] == offer.Name)!.DeepClone().AsObject();
    }

    /// <summary>Reads the certificate again if its files have changed.</summary>
    /// <returns>What is wrong with them, as a clause; null: nothing.</returns>
    public string? Refresh() => files.Refresh();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_name is { } name) ends.Remove(name);
        if (_calls is not null) await _calls.DisposeAsync();
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
