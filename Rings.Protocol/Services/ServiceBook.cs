using System.Diagnostics.CodeAnalysis;

namespace Rings.Protocol.Services;

/// <summary>
/// What a node offers, and who may use it: docs/protocol/7-services.md, "Who may use it". Every change takes effect on the
/// next call.
/// </summary>
/// <param name="limits">Bounds.</param>
internal sealed class ServiceBook(ServiceLimits limits)
{
    private readonly SortedDictionary<string, OfferedService> _services = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Ticket> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TicketTry> _tries = new(StringComparer.Ordinal);
    private readonly FailedCalls _failed = new(limits);
    private readonly Dictionary<(ServiceName Name, Did Caller), int> _streams = [];
    private readonly Dictionary<ServiceName, int> _used = [];

    /// <summary>All services, by name.</summary>
    public IReadOnlyCollection<OfferedService> Services => _services.Values;

    /// <summary>The service of a name.</summary>
    public bool TryFind(ServiceName name, [NotNullWhen(true)] out OfferedService? service) =>
        _services.TryGetValue(name.ToString(), out service);

    /// <summary>Tickets of a service, the oldest first.</summary>
    public IEnumerable<Ticket> TicketsOf(ServiceName name) => _tickets.Values
        .Where(ticket => ticket.Service == name).OrderBy(ticket => ticket.Made).ThenBy(ticket => ticket.Id, StringComparer.Ordinal);

    /// <summary>Who showed a ticket last that is another's; null: nobody.</summary>
    public TicketTry? LastTry(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return _tries.GetValueOrDefault(ticket.SecretHash);
    }

    /// <summary>Streams that a service has.</summary>
    public int StreamsOf(ServiceName name) => _used.GetValueOrDefault(name);

    /// <summary>Callers that a service has, with the number of their streams.</summary>
    public IEnumerable<(Did Caller, int Streams)> CallersOf(ServiceName name) =>
        _streams.Where(entry => entry.Key.Name == name).Select(entry => (entry.Key.Caller, entry.Value));

    /// <summary>Offers a service.</summary>
    /// <returns>Null: it is offered; otherwise why it is not, as a clause.</returns>
    public string? Add(OfferedService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (_services.ContainsKey(service.Name.ToString())) return $"this node has a service {service.Name} already";
        if (_services.Count >= limits.Services) return $"a node offers at most {limits.Services} services";
        return Put(service);
    }

    /// <summary>Changes a service that is offered.</summary>
    /// <returns>Null: it is changed; otherwise why it is not, as a clause.</returns>
    public string? Change(OfferedService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return _services.ContainsKey(service.Name.ToString()) ? Put(service) : $"this node has no service {service.Name}";
    }

    /// <summary>Offers a service no longer; its tickets go with it.</summary>
    /// <returns>The tickets that went; null: there is no such service.</returns>
    public IReadOnlyList<Ticket>? Remove(ServiceName name)
    {
        if (!_services.Remove(name.ToString())) return null;
        var tickets = TicketsOf(name).ToList();
        foreach (var ticket in tickets) Forget(ticket);
        return tickets;
    }

    /// <summary>Takes a ticket in, or its changed form.</summary>
    /// <returns>Null: it is kept; otherwise why it is not, as a clause.</returns>
    public string? Add(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (!_services.ContainsKey(ticket.Service.ToString())) return $"this node has no service {ticket.Service}";
        if (_tickets.Count >= limits.Tickets && !_tickets.ContainsKey(ticket.SecretHash))
            return $"a node keeps at most {limits.Tickets} tickets";
        _tickets[ticket.SecretHash] = ticket;
        return null;
    }

    /// <summary>Revokes a ticket.</summary>
    /// <returns>The ticket; null: there is none of this id.</returns>
    public Ticket? Revoke(ServiceName name, string id)
    {
        var ticket = TicketsOf(name).FirstOrDefault(ticket => ticket.Id == id);
        if (ticket is not null) Forget(ticket);
        return ticket;
    }

    /// <summary>Judges a call. A refusal costs the caller, a ticket of the first who shows it becomes his.</summary>
    /// <param name="caller">Who calls: the peer of the stream's session.</param>
    /// <param name="call">What he says; null: nothing that can be read.</param>
    /// <param name="now">The time.</param>
    public CallVerdict Decide(Did caller, ServiceCall? call, Instant now)
    {
        if (_failed.IsSpent(caller, now)) return new CallVerdict.Busy();
        // The same is looked up whatever is known, so that the time tells no more than the answer.
        var ticket = _tickets.GetValueOrDefault(Convert.ToHexStringLower(call?.Ticket.Hash() ?? []));
        var service = _services.GetValueOrDefault(call?.Name.ToString() ?? "");
        if (service?.Owner != call?.Owner) service = null;
        if (ticket?.Service != call?.Name) ticket = null;
        var isShown = ticket?.Admits(caller, now) == true;
        var isListed = service?.Manifest.Access == ServiceAccess.Public || service?.Allowed.Contains(caller) == true;
        if (service is null || service.Denied.Contains(caller) || (!isListed && !isShown))
        {
            _failed.Note(caller, now);
            NoteTry(caller, service, ticket, now);
            return new CallVerdict.NotFound();
        }

        if (!HasRoom(service.Name, caller)) return new CallVerdict.Busy();
        return new CallVerdict.Admitted(service, isListed ? null : Bind(ticket!, caller));
    }

    /// <summary>Gives up a binding that could not be kept.</summary>
    public void Unbind(Ticket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (_tickets.ContainsKey(ticket.SecretHash)) _tickets[ticket.SecretHash] = ticket with { Holder = null };
    }

    /// <summary>Counts a stream that was let in.</summary>
    public void Began(ServiceName name, Did caller)
    {
        _streams[(name, caller)] = _streams.GetValueOrDefault((name, caller)) + 1;
        _used[name] = StreamsOf(name) + 1;
    }

    /// <summary>Counts it no longer.</summary>
    public void Ended(ServiceName name, Did caller)
    {
        if (!_streams.TryGetValue((name, caller), out var streams)) return;
        if (streams == 1) _streams.Remove((name, caller));
        else _streams[(name, caller)] = streams - 1;
        if (_used[name] == 1) _used.Remove(name);
        else _used[name]--;
    }

    /// <summary>How full a service is, 0 to 100.</summary>
    public int LoadOf(ServiceName name) => StreamsOf(name) * 100 / limits.StreamsPerService;

    /// <summary>Streams that a service takes beyond those it has.</summary>
    public int FreeStreamsOf(ServiceName name) => limits.StreamsPerService - StreamsOf(name);

    private bool HasRoom(ServiceName name, Did caller) =>
        StreamsOf(name) < limits.StreamsPerService
        && _streams.GetValueOrDefault((name, caller)) < limits.StreamsPerCaller;

    private string? Put(OfferedService service)
    {
        if (service.Allowed.Count + service.Denied.Count > limits.Listed)
            return $"the lists of a service hold at most {limits.Listed} Dids";
        _services[service.Name.ToString()] = service;
        return null;
    }

    /// <summary>The ticket as the caller's; null: it was already, or is for anyone.</summary>
    private Ticket? Bind(Ticket ticket, Did caller)
    {
        if (ticket.Bearer != TicketBearer.First || ticket.Holder is not null) return null;
        return _tickets[ticket.SecretHash] = ticket with { Holder = caller };
    }

    private void NoteTry(Did caller, OfferedService? service, Ticket? ticket, Instant now)
    {
        if (service is not null && ticket is { Holder: { } holder } && holder != caller)
            _tries[ticket.SecretHash] = new TicketTry(caller, now);
    }

    private void Forget(Ticket ticket)
    {
        _tickets.Remove(ticket.SecretHash);
        _tries.Remove(ticket.SecretHash);
    }
}
