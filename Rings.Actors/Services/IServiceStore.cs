using Rings.Actors.Disk;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>What a node provides to others, and the tickets to it.</summary>
internal interface IServiceStore : IGroupStore
{
    /// <summary>All services.</summary>
    IReadOnlyList<OfferedService> Services();

    /// <summary>All tickets.</summary>
    IReadOnlyList<Ticket> Tickets();

    /// <summary>Keeps a service in place of its former form.</summary>
    void Keep(OfferedService service);

    /// <summary>Keeps a ticket in place of its former form.</summary>
    void Keep(Ticket ticket);

    /// <summary>Forgets a service and its tickets.</summary>
    void Forget(ServiceName name, IReadOnlyList<Ticket> tickets);

    /// <summary>Forgets a ticket.</summary>
    void Forget(Ticket ticket);
}
