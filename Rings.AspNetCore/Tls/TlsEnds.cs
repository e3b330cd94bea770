using System.Collections.Concurrent;
using Rings.Protocol.Services;

namespace Rings.AspNetCore.Tls;

/// <summary>The services of a node whose callers' TLS ends here. Bounded as the node's services are. Thread-safe.</summary>
internal sealed class TlsEnds
{
    private readonly ConcurrentDictionary<ServiceName, TlsEnd> _ends = new();

    /// <summary>TLS of a service's callers ends here from now on; false: it does already.</summary>
    public bool TryAdd(ServiceName name, TlsEnd end) => _ends.TryAdd(name, end);

    /// <summary>It does so no longer.</summary>
    public void Remove(ServiceName name) => _ends.TryRemove(name, out _);

    /// <summary>The end of a service; null: its callers speak as they like.</summary>
    public TlsEnd? Find(ServiceName name) => _ends.GetValueOrDefault(name);
}
