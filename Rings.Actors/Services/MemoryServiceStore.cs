using Rings.Actors.Disk;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>Keeps them as long as the process.</summary>
internal sealed class MemoryServiceStore : IServiceStore
{
    private readonly Dictionary<string, OfferedService> _services = [];
    private readonly Dictionary<string, Ticket> _tickets = [];

    public IReadOnlyList<OfferedService> Services() => [.. _services.Values];

    public IReadOnlyList<Ticket> Tickets() => [.. _tickets.Values];

    public void Keep(OfferedService service) => _services[service.Name.ToString()] = service;

    public void Keep(Ticket ticket) => _tickets[ticket.SecretHash] = ticket;

    public void Forget(ServiceName name, IReadOnlyList<Ticket> tickets)
    {
        _services.Remove(name.ToString());
        foreach (var ticket in tickets) Forget(ticket);
    }

    public void Forget(Ticket ticket) => _tickets.Remove(ticket.SecretHash);

    public void Begin()
    {
    }

    public void Commit()
    {
    }

    public void Rollback()
    {
    }

    public StoreException? Probe() => null;

    public void Dispose()
    {
    }
}
