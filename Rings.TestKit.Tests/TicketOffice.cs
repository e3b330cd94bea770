using Akka.Actor;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.TestKit.Tests;

/// <summary>
/// Sells one ticket, with a race in it: while a ticket is printed, the next buyer is told that there is one.
/// </summary>
internal sealed class TicketOffice(List<string> sold) : UntypedActor, IWithTimers
{
    private int _left = 1;

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Received buyer when _left > 0:
                Timers.StartSingleTimer(buyer.Id, new Printed(buyer.Id), TimeSpan.FromMilliseconds(2));
                break;

            case Printed ticket:
                _left--;
                sold.Add(ticket.Buyer);
                break;
        }
    }

    private sealed record Printed(string Buyer);
}
