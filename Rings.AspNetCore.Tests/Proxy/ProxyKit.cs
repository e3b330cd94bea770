using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Rings.Actors.Public;
using Rings.AspNetCore.Proxy;
using Rings.AspNetCore.Tests.Nodes;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.AspNetCore.Tests.Proxy;

/// <summary>A provider with its proxy, and a caller: what tests of services of kind HTTP have in common.</summary>
public abstract class ProxyKit(ThreeNodes nodes) : IAsyncLifetime
{
    private readonly CancellationTokenSource _leash = new(TimeSpan.FromMinutes(10));
    private readonly List<string> _added = [];
    private HttpServiceProxy _proxy = null!;

    internal FakeTimeProvider Time { get; } = new();

    internal HttpClient Http { get; private set; } = null!;

    internal CancellationToken Leash => _leash.Token;

    internal IRings Provider => nodes.Provider.Rings;

    internal string Caller => nodes.Caller.Did.ToString();

    public virtual async Task InitializeAsync()
    {
        _proxy = await HttpServiceProxy.StartAsync(Provider, Time, cancel: Leash);
        Http = nodes.Caller.NewClient();
    }

    public virtual async Task DisposeAsync()
    {
        Http.Dispose();
        foreach (var name in _added) await Provider.ServicesAsync(new RemoveService(name), Leash);
        await _proxy.DisposeAsync();
        _leash.Dispose();
    }

    /// <summary>Provides a target to the caller.</summary>
    /// <returns>The host that he uses.</returns>
    internal async Task<RingHost> ServeAsync(int port, Func<ServiceOffer, ServiceOffer>? change = null)
    {
        var name = $"p-{Guid.NewGuid():N}"[..20];
        var offer = new ServiceOffer(name, ServiceKind.Http, port.ToString(CultureInfo.InvariantCulture))
        {
            Allowed = [nodes.Caller.Did],
            IsKept = false,
        };
        Assert.IsType<ServicesTold>(await Provider.ServicesAsync(new AddService(change?.Invoke(offer) ?? offer), Leash));
        _added.Add(name);
        return new RingHost(nodes.Provider.Did, ServiceName.Parse(name));
    }

    /// <summary>Opens a stream to a service, on which a caller may say whatever he likes.</summary>
    internal async Task<RingsStream> OpenAsync(RingHost host) =>
        Assert.IsType<StreamOpened>(await nodes.Caller.OpenAsync(host, Leash)).Stream;

    /// <summary>Stops the proxy.</summary>
    internal ValueTask StopProxyAsync() => _proxy.DisposeAsync();

    /// <summary>What the provider's owner is told of a service.</summary>
    internal async Task<ServiceStatus> StatusAsync(RingHost host) =>
        (await nodes.Provider.ServicesAsync(Leash)).Single(service => service.Name == host.Name.ToString());
}
