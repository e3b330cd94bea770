using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Protocol;
using Rings.Protocol.Services;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Services;

/// <summary>
/// Knows the services that this node uses: looks them up, keeps what it saw for a while, and says which provider is to be
/// tried first.
/// </summary>
internal sealed class ServiceDirectory : UntypedActor
{
    /// <summary>Services that are known at a time; the one unused longest goes.</summary>
    internal const int Capacity = 256;

    /// <summary>Look-ups under way; more are refused.</summary>
    internal const int MaxLookups = 64;

    /// <summary>After this long what is known is looked up again while it is still used.</summary>
    internal static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(10);

    /// <summary>After this long it is not used any more: no presence stands longer.</summary>
    internal static readonly TimeSpan GoodFor = Presence.Life;

    private readonly NodeContext _node;
    private readonly IActorRef _storage;
    private readonly Random _random;
    private readonly Dictionary<(Did Owner, ServiceName Name), Known> _known = [];

    public ServiceDirectory(NodeContext node, IActorRef storage) =>
        (_node, _storage, _random) = (node, storage, node.Random.Next());

    /// <param name="node">What the node's actors share.</param>
    /// <param name="storage">Reads records.</param>
    public static Props Props(NodeContext node, IActorRef storage) =>
        Akka.Actor.Props.Create(() => new ServiceDirectory(node, storage));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case FindService find:
                Find(find);
                break;

            case NoteProvider note:
                Note(note);
                break;

            case ServiceLookup.Seen seen:
                Take(seen);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Find(FindService find)
    {
        if (!ServiceName.TryParse(find.Name, out var name))
        {
            Sender.Tell(new ServiceRefused(ServiceRefusal.Invalid, $"'{find.Name}' is no name of a service: expected {ServiceName.Expected}"));
            return;
        }

        var key = (find.Owner, name);
        if (_known.GetValueOrDefault(key) is not { } known)
        {
            if (MakeRoom()) _known.Add(key, known = new Known());
            else
            {
                Sender.Tell(new ServiceRefused(ServiceRefusal.Full, $"{MaxLookups} services are being looked for: try again in a moment"));
                return;
            }
        }

        known.Used = _node.Now;
        if (known.View is not null && _node.Now < known.At + GoodFor) Sender.Tell(Answer(key, known));
        else known.Waiting.Add(Sender);
        if (known.View is null || _node.Now >= known.At + FreshFor) LookUp(key, known);
    }

    private void LookUp((Did Owner, ServiceName Name) key, Known known)
    {
        if (known.IsLookedUp) return;
        known.IsLookedUp = true;
        Context.ActorOf(ServiceLookup.Props(_node, new ServiceSources(Context.Parent, _storage), key.Owner, key.Name).WithDispatcher(_node.Dispatcher));
    }

    private bool MakeRoom()
    {
        if (_known.Values.Count(known => known.IsLookedUp) >= MaxLookups) return false;
        if (_known.Count < Capacity) return true;
        var idle = _known.Where(entry => !entry.Value.IsLookedUp).MinBy(entry => entry.Value.Used.UnixMicroseconds);
        return _known.Remove(idle.Key);
    }

    private void Take(ServiceLookup.Seen seen)
    {
        var key = (seen.Owner, seen.Name);
        if (_known.GetValueOrDefault(key) is not { } known) return;
        known.IsLookedUp = false;
        // Where nobody answered, what was seen before is better than nothing.
        if (known.View is null || !seen.View.IsSilent) (known.View, known.At) = (seen.View, _node.Now);
        known.Choice.Keep([.. known.View.Providers.Select(provider => provider.Did)]);
        foreach (var asker in known.Waiting) asker.Tell(Answer(key, known));
        known.Waiting.Clear();
    }

    private void Note(NoteProvider note)
    {
        if (!ServiceName.TryParse(note.Name, out var name) || _known.GetValueOrDefault((note.Owner, name)) is not { } known) return;
        if (note.IsGood) known.Choice.Succeeded(note.Provider);
        else known.Choice.Failed(note.Provider, _node.Now);
        // One that failed may have said so by now.
        if (!note.IsGood && _node.Now > known.At) LookUp((note.Owner, name), known);
    }

    private ServiceFound Answer((Did Owner, ServiceName Name) key, Known known)
    {
        var view = known.View!;
        // A service without a manifest has no presences: its owner is tried as he is.
        var present = view.Providers.Where(provider => provider.Presence is not null).ToList();
        var order = known.Choice.Order(present.Count > 0 ? present : view.Providers, _node.Now, _random.Next);
        return new ServiceFound(
            key.Owner, key.Name.ToString(), view.Manifest is not null, view.Manifest?.Kind ?? ServiceKind.Tcp,
            view.Manifest?.Access ?? ServiceAccess.Closed, view.Manifest?.Title ?? "",
            [.. order.Select((provider, place) => Describe(provider, place, known.Choice))]);
    }

    private static ProviderStatus Describe(ProviderSeen provider, int place, ProviderChoice choice) => new(
        provider.Did, provider.Presence is not null, provider.Presence?.Load ?? 0, provider.RoundTrip,
        choice.Kept == provider.Did ? "used before, and well"
        : provider.RoundTrip is not null && place == 0 ? "a link is ready"
        : place == 0 ? "the better of two that were drawn"
        : "next, if those above fail");

    /// <summary>What is known of a service.</summary>
    private sealed class Known
    {
        public ProviderChoice Choice { get; } = new();

        public List<IActorRef> Waiting { get; } = [];

        public ServiceView? View { get; set; }

        public Instant At { get; set; }

        public Instant Used { get; set; }

        public bool IsLookedUp { get; set; }
    }
}
