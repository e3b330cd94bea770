using Rings.Protocol;
using Rings.Protocol.Services;

namespace Rings.Actors.Services;

/// <summary>What a registry that takes the place of one that failed must not have forgotten.</summary>
internal sealed class ServiceMemory
{
    /// <param name="store">What was kept before.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="self">The node.</param>
    /// <param name="former">Of the node that began anew in this process: what was not kept is provided further.</param>
    public ServiceMemory(IServiceStore store, ServiceLimits limits, Did self, ServiceMemory? former = null)
    {
        Book = new ServiceBook(limits);
        Records = new ServiceRecords(self);
        // Bounds may have been lowered since: what finds no place is not provided, and stays on the disk.
        foreach (var service in store.Services()) _ = Book.Add(service);
        foreach (var ticket in store.Tickets()) _ = Book.Add(ticket);
        foreach (var service in former?.Book.Services.Where(service => !service.IsKept) ?? [])
        {
            if (Book.Add(service) is not null) continue;
            foreach (var ticket in former!.Book.TicketsOf(service.Name)) _ = Book.Add(ticket);
        }
    }

    /// <summary>Services and tickets.</summary>
    public ServiceBook Book { get; }

    /// <summary>What the ring was told of them.</summary>
    public ServiceRecords Records { get; }

    /// <summary>Bytes that went to and came from the target of each.</summary>
    public Dictionary<ServiceName, long> Bytes { get; } = [];

    /// <summary>The last that went wrong with the target of each.</summary>
    public Dictionary<ServiceName, string> Troubles { get; } = [];

    /// <summary>Forgets how a service was used: the next of its name begins at nothing.</summary>
    public void ForgetUse(ServiceName name)
    {
        Bytes.Remove(name);
        Troubles.Remove(name);
    }
}
