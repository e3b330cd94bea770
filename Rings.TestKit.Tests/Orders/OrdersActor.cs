using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Hosting;
using Rings.Actors.Node;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.TestKit.Tests.Orders;

/// <summary>Sends each order to the owner of its number's place in the ring, and again until a receipt comes.</summary>
public sealed class OrdersActor(IRequiredActor<RingsNode> node) : UntypedActor, IWithTimers
{
    private readonly Dictionary<Did, (string Number, IActorRef Customer)> _open = [];

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case PlaceOrder order:
                var place = Did.Read(SHA256.HashData(Encoding.UTF8.GetBytes(order.Number)).AsSpan(0, 20));
                _open[place] = (order.Number, Sender);
                node.ActorRef.Tell(new Lookup(place));
                break;

            case LookupDone found when _open.TryGetValue(found.Key, out var open):
                node.ActorRef.Tell(new SendPlain(found.Owner, "orders/1", Encoding.UTF8.GetBytes(open.Number)));
                Timers.StartSingleTimer(found.Key, found.Key, TimeSpan.FromSeconds(15));
                break;

            case LookupFailed failed:
                Timers.StartSingleTimer(failed.Key, failed.Key, TimeSpan.FromSeconds(5));
                break;

            case Did again when _open.ContainsKey(again):
                node.ActorRef.Tell(new Lookup(again));
                break;

            case Delivered when _open.Count > 0:
                var (key, (number, customer)) = _open.First();
                _open.Remove(key);
                customer.Tell(new OrderPlaced(number));
                break;
        }
    }
}
