using Rings.Actors.Public;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>The parts of this program that take callers of services instead of a socket.</summary>
internal sealed class ServiceTakers
{
    private readonly Dictionary<ServiceName, CallListener> _own = [];

    /// <summary>Takes the callers of services of kind HTTP that have a target; null: nobody does.</summary>
    public CallListener? Http { get; set; }

    /// <summary>Who takes the callers of a service; null: its target does, if it may be reached without a proxy.</summary>
    public CallListener? Of(OfferedService service) =>
        service.Target is null ? _own.GetValueOrDefault(service.Name)
        : service.Manifest.Kind == ServiceKind.Http ? Http
        : null;

    /// <summary>A listener takes the callers of a service from now on.</summary>
    public void Add(ServiceName name, CallListener listener) => _own[name] = listener;

    /// <summary>The service of a listener; null: it has none.</summary>
    public ServiceName? ServiceOf(CallListener listener)
    {
        foreach (var (name, own) in _own)
            if (own == listener) return name;
        return null;
    }

    /// <summary>The service is gone: whoever waits for it is refused.</summary>
    public void Forget(ServiceName name)
    {
        if (_own.Remove(name, out var listener)) listener.Close();
    }
}
