using Akka.Actor;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Services;

/// <content>Tickets to services.</content>
internal sealed partial class ServiceRegistry
{
    /// <summary>The longest that a ticket may be good: what is to last longer has no end.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(3660);

    private void ReceiveAboutTickets(ITicketCommand command)
    {
        switch (command)
        {
            case CreateTicket create:
                Create(create);
                break;

            case ListTickets list:
                if (Find(list.Service) is { } service)
                    Sender.Tell(new TicketsTold([.. Book.TicketsOf(service.Name).Select(Describe)], null));
                break;

            case RevokeTicket revoke:
                Revoke(revoke);
                break;
        }
    }

    private void Create(CreateTicket create)
    {
        if (Find(create.Service) is not { } service) return;
        if (WhyNot(create) is { } wrong)
        {
            Refuse(ServiceRefusal.Invalid, wrong);
            return;
        }

        Span<byte> bytes = stackalloc byte[TicketSecret.Bytes];
        _node.Random.Fill(bytes);
        var secret = TicketSecret.Of(bytes);
        var ticket = Ticket.Of(secret, service.Name, create.Bearer) with
        {
            Holder = create.Holder,
            Made = _node.Now,
            NotAfter = create.Life is { } life ? _node.Now + life : null,
        };
        var link = new RingUrl(service.Owner, service.Name) { Ticket = secret }.ToLink();
        if (Book.Add(ticket) is { } full) Refuse(ServiceRefusal.Full, full);
        else
        {
            Write(service, store => store.Keep(ticket), new TicketsTold([Describe(ticket)], link), undo: () =>
                Book.Revoke(service.Name, ticket.Id));
        }
    }

    private static string? WhyNot(CreateTicket create)
    {
        if (create.Bearer == TicketBearer.Named != create.Holder is not null)
            return "a ticket for a named Did names one, and no other ticket does";
        return create.Life is { } life && (life <= TimeSpan.Zero || life > LongestLife)
            ? $"a ticket is good for more than 0 s and at most {LongestLife.TotalDays:0} days"
            : null;
    }

    private void Revoke(RevokeTicket revoke)
    {
        if (Find(revoke.Service) is not { } service) return;
        if (Book.TicketsOf(service.Name).FirstOrDefault(ticket => ticket.Id == revoke.Id) is not { } ticket)
        {
            Refuse(ServiceRefusal.NotFound,
                $"{service.Name} has no ticket {revoke.Id}: rings service ticket list {service.Name} shows those it has");
            return;
        }

        var told = Describe(ticket);
        Book.Revoke(service.Name, ticket.Id);
        Write(service, store => store.Forget(ticket), new TicketsTold([told], null), undo: () => Book.Add(ticket));
    }

    private TicketStatus Describe(Ticket ticket) => new(
        ticket.Id, ticket.Bearer, ticket.Holder, ticket.Made.ToDateTimeOffset(), ticket.NotAfter?.ToDateTimeOffset(),
        Book.LastTry(ticket)?.Caller);
}
