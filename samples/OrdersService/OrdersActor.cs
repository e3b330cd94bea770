using System.Text;
using Akka.Actor;
using Akka.Event;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace OrdersService;

/// <summary>Receives orders from other nodes of the ring.</summary>
internal sealed class OrdersActor : UntypedActor
{
    private readonly ILoggingAdapter _log = Context.GetLogger();

    protected override void OnReceive(object message)
    {
        if (message is Received order) _log.Info("{From} orders {Order}", order.From, Encoding.UTF8.GetString(order.Payload));
        else Unhandled(message);
    }
}
