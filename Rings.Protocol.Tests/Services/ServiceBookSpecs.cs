using CsCheck;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Services;

/// <summary>Who may use a service: docs/protocol/7-services.md.</summary>
public sealed class ServiceBookSpecs
{
    private static readonly Did Owner = Did.Zero.Finger(1);
    private static readonly Did Anna = Did.Zero.Finger(2);
    private static readonly Did Bela = Did.Zero.Finger(3);
    private static readonly ServiceName Web = ServiceName.Web;
    private static readonly Instant Start = Instant.FromUnixMilliseconds(1_000_000);
    private static readonly TicketSecret Secret = Bytes(1);

    private readonly ServiceBook _book = new(new ServiceLimits { StreamsPerCaller = 2, StreamsPerService = 3 });

    [Fact]
    public void A_closed_service_is_for_those_on_its_list()
    {
        Offer(ServiceAccess.Closed, service => service with { Allowed = [Anna] });

        Assert.IsType<CallVerdict.Admitted>(Call(Anna));
        Assert.IsType<CallVerdict.NotFound>(Call(Bela));
    }

    [Fact]
    public void A_public_service_is_for_everybody_whom_it_does_not_deny()
    {
        Offer(ServiceAccess.Public, service => service with { Denied = [Bela], Allowed = [Bela] });

        Assert.IsType<CallVerdict.Admitted>(Call(Anna));
        Assert.IsType<CallVerdict.NotFound>(Call(Bela));
    }

    [Fact]
    public void A_ticket_lets_nobody_in_whom_the_service_denies()
    {
        Offer(ServiceAccess.Closed, service => service with { Denied = [Anna] });
        Give(TicketBearer.Anyone);

        Assert.IsType<CallVerdict.NotFound>(Call(Anna, Secret));
    }

    [Fact]
    public void The_first_who_shows_a_ticket_owns_it_and_the_second_is_told_to_the_owner()
    {
        Offer(ServiceAccess.Closed);
        Give(TicketBearer.First);

        var first = Assert.IsType<CallVerdict.Admitted>(Call(Anna, Secret));
        Assert.Equal(Anna, first.Bound?.Holder);
        Assert.IsType<CallVerdict.NotFound>(Call(Bela, Secret));
        Assert.Null(Assert.IsType<CallVerdict.Admitted>(Call(Anna, Secret)).Bound);

        Assert.Equal(new TicketTry(Bela, Start), _book.LastTry(Assert.Single(_book.TicketsOf(Web))));
    }

    [Fact]
    public void A_binding_that_was_not_kept_is_given_up()
    {
        Offer(ServiceAccess.Closed);
        Give(TicketBearer.First);

        _book.Unbind(Assert.IsType<CallVerdict.Admitted>(Call(Anna, Secret)).Bound!);

        Assert.Equal(Bela, Assert.IsType<CallVerdict.Admitted>(Call(Bela, Secret)).Bound?.Holder);
    }

    [Fact]
    public void A_listed_caller_takes_nobodys_ticket()
    {
        Offer(ServiceAccess.Closed, service => service with { Allowed = [Anna] });
        Give(TicketBearer.First);

        Assert.Null(Assert.IsType<CallVerdict.Admitted>(Call(Anna, Secret)).Bound);
        Assert.NotNull(Assert.IsType<CallVerdict.Admitted>(Call(Bela, Secret)).Bound);
    }

    [Fact]
    public void A_ticket_ends_by_its_time_by_its_owner_and_with_its_service()
    {
        Offer(ServiceAccess.Closed);
        Give(TicketBearer.Anyone, ticket => ticket with { NotAfter = Start + TimeSpan.FromHours(1) });
        Assert.IsType<CallVerdict.Admitted>(Call(Anna, Secret));
        Assert.IsType<CallVerdict.NotFound>(Call(Anna, Secret, after: TimeSpan.FromHours(1)));

        Assert.NotNull(_book.Revoke(Web, Assert.Single(_book.TicketsOf(Web)).Id));
        Assert.IsType<CallVerdict.NotFound>(Call(Anna, Secret));
        Assert.Null(_book.Revoke(Web, "000000000000"));

        Give(TicketBearer.Anyone);
        Assert.Single(_book.Remove(Web)!);
        Offer(ServiceAccess.Closed);
        Assert.IsType<CallVerdict.NotFound>(Call(Bela, Secret));
    }

    [Fact]
    public void A_ticket_opens_its_own_service_and_no_other()
    {
        Offer(ServiceAccess.Closed);
        Give(TicketBearer.Anyone);
        Assert.Null(_book.Add(new OfferedService(new(ServiceName.Parse("db"), ServiceKind.Tcp, ServiceAccess.Closed), Owner, null)));

        var other = new ServiceCall(Owner, ServiceName.Parse("db"), Secret);
        Assert.IsType<CallVerdict.NotFound>(_book.Decide(Anna, other, Start));
        Assert.IsType<CallVerdict.NotFound>(_book.Decide(Anna, new ServiceCall(Bela, Web, Secret), Start));
        Assert.IsType<CallVerdict.NotFound>(Call(Anna, Bytes(2)));
    }

    [Fact]
    public void What_cannot_be_read_is_answered_like_what_is_unknown() =>
        Assert.IsType<CallVerdict.NotFound>(_book.Decide(Anna, null, Start));

    [Fact]
    public void Whoever_fails_sixteen_times_a_minute_is_not_looked_at_even_if_he_is_right_then()
    {
        Offer(ServiceAccess.Closed);
        Give(TicketBearer.Anyone);
        for (var time = 0; time < 16; time++) Assert.IsType<CallVerdict.NotFound>(Call(Anna));

        Assert.IsType<CallVerdict.Busy>(Call(Anna, Secret));
        Assert.IsType<CallVerdict.Admitted>(Call(Bela, Secret));
        Assert.IsType<CallVerdict.Admitted>(Call(Anna, Secret, after: TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void The_failures_of_4096_callers_are_remembered_and_the_longest_unused_goes()
    {
        var book = new ServiceBook(new ServiceLimits { FailingCallers = 2, Failures = 1 });
        foreach (var caller in (Did[])[Anna, Bela, Owner]) book.Decide(caller, null, Start);

        Assert.IsType<CallVerdict.NotFound>(book.Decide(Anna, null, Start));
        Assert.IsType<CallVerdict.Busy>(book.Decide(Owner, null, Start));
    }

    [Fact]
    public void Streams_are_bounded_for_each_caller_and_for_all()
    {
        Offer(ServiceAccess.Public);
        Begin(Anna);
        Begin(Anna);
        Assert.IsType<CallVerdict.Busy>(Call(Anna));
        Begin(Bela);
        Assert.IsType<CallVerdict.Busy>(Call(Owner));
        Assert.Equal((100, 0), (_book.LoadOf(Web), _book.FreeStreamsOf(Web)));

        _book.Ended(Web, Anna);
        Assert.IsType<CallVerdict.Admitted>(Call(Anna));
        _book.Ended(Web, Anna);
        _book.Ended(Web, Bela);
        _book.Ended(Web, Bela); // Once more than it began.
        Assert.Equal((0, 0), (_book.StreamsOf(Web), _book.CallersOf(Web).Count()));
    }

    [Fact]
    public void Services_tickets_and_lists_are_bounded()
    {
        var book = new ServiceBook(new ServiceLimits { Services = 1, Tickets = 1, Listed = 1 });
        OfferedService Service(string name) => new(new(ServiceName.Parse(name), ServiceKind.Tcp, default), Owner, null);
        Ticket Ticket(byte secret) => Rings.Protocol.Services.Ticket.Of(Bytes(secret), ServiceName.Parse("a"), TicketBearer.First);

        Assert.Null(book.Add(Service("a")));
        Assert.Contains("already", book.Add(Service("a")), StringComparison.Ordinal);
        Assert.Contains("at most 1", book.Add(Service("b")), StringComparison.Ordinal);
        Assert.Contains("no service b", book.Change(Service("b")), StringComparison.Ordinal);
        Assert.Contains("at most 1", book.Change(Service("a") with { Allowed = [Anna, Bela] }), StringComparison.Ordinal);
        Assert.Null(book.Add(Ticket(1)));
        Assert.Null(book.Add(Ticket(1)));
        Assert.Contains("at most 1", book.Add(Ticket(2)), StringComparison.Ordinal);
        Assert.Contains("no service", book.Add(Ticket(2) with { Service = ServiceName.Parse("c") }), StringComparison.Ordinal);
        Assert.Null(book.Remove(ServiceName.Parse("c")));
    }

    [Fact]
    public void Whatever_happens_a_ticket_of_the_first_admits_one_did() => Gen.Int[0, 2].Array[1, 30].Sample(callers =>
    {
        var book = new ServiceBook(new ServiceLimits { Failures = 100 });
        book.Add(new OfferedService(new(Web, ServiceKind.Tcp, ServiceAccess.Closed), Owner, null));
        book.Add(Ticket.Of(Secret, Web, TicketBearer.First));
        var admitted = callers.Select(caller => Did.Zero.Finger(10 + caller))
            .Where(caller => book.Decide(caller, new ServiceCall(Owner, Web, Secret), Start) is CallVerdict.Admitted);

        Assert.Single(admitted.Distinct());
    });

    private static TicketSecret Bytes(byte value) => TicketSecret.Of(Enumerable.Repeat(value, 32).ToArray());

    private void Offer(ServiceAccess access, Func<OfferedService, OfferedService>? change = null) =>
        Assert.Null(_book.Add((change ?? (same => same))(new(new(Web, ServiceKind.Tcp, access), Owner, null))));

    private void Give(TicketBearer bearer, Func<Ticket, Ticket>? change = null) =>
        Assert.Null(_book.Add((change ?? (same => same))(Ticket.Of(Secret, Web, bearer))));

    private CallVerdict Call(Did caller, TicketSecret ticket = default, TimeSpan after = default) =>
        _book.Decide(caller, new ServiceCall(Owner, Web, ticket), Start + after);

    private void Begin(Did caller)
    {
        Assert.IsType<CallVerdict.Admitted>(Call(caller));
        _book.Began(Web, caller);
    }
}
