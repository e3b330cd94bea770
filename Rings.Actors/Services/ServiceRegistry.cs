using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Public.ServiceCommands;
using static Rings.Actors.Services.ServiceStoreProtocol;

namespace Rings.Actors.Services;

/// <summary>
/// The services that this node provides: takes them in, keeps them, tells the ring of them, and lets callers in or not.
/// </summary>
internal sealed partial class ServiceRegistry : UntypedActor, IWithTimers
{
    private static readonly TimeSpan LookPace = TimeSpan.FromSeconds(5);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly ServiceParts _parts;
    private readonly TargetDialer _dialer;
    private readonly CallKeeper _keeper;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Instant _started;

    public ServiceRegistry(NodeContext node, ServiceParts parts)
    {
        (_node, _parts, _started) = (node, parts, node.Now);
        _dialer = new TargetDialer(node.Settings.Services, node.Time, parts.Listeners);
        _keeper = new CallKeeper(Self, _dialer);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private ServiceBook Book => _parts.Memory.Book;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="parts">Whom it speaks to, and what it must not forget.</param>
    public static Props Props(NodeContext node, ServiceParts parts) =>
        Akka.Actor.Props.Create(() => new ServiceRegistry(node, parts));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(LookDue.Instance, LookDue.Instance, LookPace);
        ListenForCalls();
    }

    protected override void PostStop()
    {
        EndCalls();
        _stopping.Cancel();
        _stopping.Dispose();
        _dialer.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AddService add:
                Add(add.Offer);
                break;

            case Serve or ServeHttp or Unserve or DialTarget:
                ReceiveAboutTakers(message);
                break;

            case ChangeAccess change:
                Change(change);
                break;

            case RemoveService remove:
                Remove(remove.Name);
                break;

            case ListServices:
                Sender.Tell(new ServicesTold([.. Book.Services.Select(Describe)]));
                break;

            case ITicketCommand command:
                ReceiveAboutTickets(command);
                break;

            case ReserveListener listener:
                Note(listener.Address, listener.Port, _parts.Listeners.Add);
                break;

            case ReleaseListener listener:
                Note(listener.Address, listener.Port, _parts.Listeners.Remove);
                break;

            case LookDue:
                Publish();
                break;

            case Kept { Tag: Waiting waiting }:
                waiting.Done();
                break;

            case NotKept { Tag: Waiting waiting }:
                waiting.Undone();
                break;

            case RecordRefused or RecordInvalid or OwnerSilent:
                _log.Info("A record of a service was not put: {Outcome}. It is put again within {Pace}", message, ServiceRecords.PresencePace);
                break;

            case IPutOutcome:
                break;

            default:
                ReceiveCalls(message);
                break;
        }
    }

    /// <returns>The service; null: it was refused.</returns>
    private OfferedService? Add(ServiceOffer offer)
    {
        if (ServiceReading.Read(offer, _node.Self, _node.Now, out var service) is { } wrong) Refuse(ServiceRefusal.Invalid, wrong);
        else if (Book.TryFind(service!.Name, out _))
            Refuse(ServiceRefusal.Taken, $"this node has a service {service.Name} already: rings service remove {service.Name}");
        else if (Book.Add(service) is { } full) Refuse(ServiceRefusal.Full, full);
        else
        {
            Publish(service);
            Keep(service, undo: () =>
            {
                Book.Remove(service.Name);
                EndRecords(service);
            });
            return service;
        }

        return null;
    }

    private void Change(ChangeAccess change)
    {
        if (Find(change.Name) is not { } service) return;
        var named = change.Allow.Concat(change.Deny).Concat(change.Forget).ToList();
        var changed = service with
        {
            Allowed = service.Allowed.Except(named).Union(change.Allow),
            Denied = service.Denied.Except(named).Union(change.Deny),
        };
        if (Book.Change(changed) is { } full) Refuse(ServiceRefusal.Full, full);
        else Keep(changed, undo: () => Book.Change(service));
    }

    private void Remove(string name)
    {
        if (Find(name) is not { } service) return;
        var told = Describe(service);
        var tickets = Book.Remove(service.Name)!;
        _parts.Memory.ForgetUse(service.Name);
        _parts.Takers.Forget(service.Name);
        EndRecords(service);
        Write(service, store => store.Forget(service.Name, tickets), new ServicesTold([told]), undo: () =>
        {
            Book.Add(service);
            foreach (var ticket in tickets) Book.Add(ticket);
        });
    }

    private void Keep(OfferedService service, Action undo) =>
        Write(service, store => store.Keep(service), new ServicesTold([Describe(service)]), undo);

    /// <summary>Answers when the disk has it; what is not to be kept, at once.</summary>
    private void Write(OfferedService service, Action<IServiceStore> apply, object reply, Action undo)
    {
        var asker = Sender;
        if (!service.IsKept) asker.Tell(reply);
        else
        {
            _parts.Store.Tell(new Change(apply, new Waiting(() => asker.Tell(reply), () =>
            {
                undo();
                asker.Tell(NotOnDisk);
            })));
        }
    }

    private static ServiceRefused NotOnDisk { get; } = new(
        ServiceRefusal.NotKept, "the disk did not take it, so nothing was changed: rings doctor says what is wrong with it");

    private OfferedService? Find(string text)
    {
        if (ServiceName.TryParse(text, out var name) && Book.TryFind(name, out var service)) return service;
        Refuse(ServiceRefusal.NotFound, $"this node has no service {text}: rings service list shows those it has");
        return null;
    }

    private void Refuse(ServiceRefusal reason, string detail) => Sender.Tell(new ServiceRefused(reason, detail));

    private void Note(string address, int port, Action<IPEndPoint> note)
    {
        if (IPAddress.TryParse(address, out var where) && port is > 0 and <= IPEndPoint.MaxPort)
            note(new IPEndPoint(where, port));
        Sender.Tell(new ListenerReserved(port));
    }

    private ServiceStatus Describe(OfferedService service) => new(
        service.Name.ToString(), service.Owner, service.Manifest.Kind, service.Target?.ToString(), service.Manifest.Access,
        service.Manifest.Title, [.. service.Allowed.Order(Dids)], [.. service.Denied.Order(Dids)],
        service.Manifest.Providers, service.IsKept, service.HasRecord, Book.TicketsOf(service.Name).Count(),
        [.. Book.CallersOf(service.Name).OrderBy(caller => caller.Caller, Dids).Select(caller => new ServiceCaller(caller.Caller, caller.Streams))],
        _parts.Memory.Bytes.GetValueOrDefault(service.Name))
    {
        Trouble = _parts.Memory.Troubles.GetValueOrDefault(service.Name),
        Host = service.Host,
        IsCrossOrigin = service.IsCrossOrigin,
    };

    /// <summary>An order for people to read; the ring's own begins at a place.</summary>
    private static readonly IComparer<Did> Dids =
        Comparer<Did>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    /// <summary>What is done when the disk has answered.</summary>
    private sealed record Waiting(Action Done, Action Undone);

    private sealed record LookDue : INoSerializationVerificationNeeded
    {
        public static readonly LookDue Instance = new();
    }
}
