using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Public;
using Rings.Protocol;
using Rings.Protocol.Services;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Services;

/// <summary>
/// Gathers what the ring says of one service, tells its parent as <see cref="Seen"/>, and stops. The owner's manifest names
/// the providers; what anybody else writes is not read.
/// </summary>
internal sealed class ServiceLookup : UntypedActor, IWithTimers
{
    /// <summary>Presences that are read of a service with more providers: drawn by chance, so that callers spread.</summary>
    internal const int MaxPresences = 8;

    /// <summary>After this long there is an answer, with what has come by then.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly NodeContext _node;
    private readonly ServiceSources _sources;
    private readonly Did _owner;
    private readonly ServiceName _name;
    private readonly Did _manifestKey;
    private readonly Dictionary<Did, Did> _asked = [];
    private readonly Dictionary<Did, Presence?> _presences = [];
    private ImmutableDictionary<Did, TimeSpan>? _links;
    private ServiceManifest? _manifest;
    private bool _hasAnswer;
    private bool _isSilent;

    public ServiceLookup(NodeContext node, ServiceSources sources, Did owner, ServiceName name)
    {
        (_node, _sources, _owner, _name) = (node, sources, owner, name);
        _manifestKey = StorageKey.OfRegister(owner, ServiceManifest.RegisterOf(name));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="sources">Whom it asks.</param>
    /// <param name="owner">Whose service.</param>
    /// <param name="name">Its name.</param>
    public static Props Props(NodeContext node, ServiceSources sources, Did owner, ServiceName name) =>
        Akka.Actor.Props.Create(() => new ServiceLookup(node, sources, owner, name));

    protected override void PreStart()
    {
        Timers.StartSingleTimer(Late.Instance, Late.Instance, Patience);
        _sources.Storage.Tell(new GetRegister(_owner, ServiceManifest.RegisterOf(_name)));
        AskPresence(_owner);
        _sources.Node.Tell(GetStatus.Instance);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RecordsFound found when found.Key == _manifestKey:
                Take(found);
                break;

            case RecordsFound found:
                NotePresence(found.Key, found);
                break;

            case OwnerSilent silent when silent.Key == _manifestKey:
                (_hasAnswer, _isSilent) = (true, true);
                break;

            case OwnerSilent silent:
                NotePresence(silent.Key, null);
                break;

            case NodeStatus status:
                _links = status.Links
                    .Where(link => link.State == LinkState.Ready)
                    .GroupBy(link => link.Peer)
                    .ToImmutableDictionary(links => links.Key, links => links.First().RoundTrip ?? TimeSpan.Zero);
                break;

            case Late:
                _isSilent |= !_hasAnswer;
                End();
                return;

            default:
                Unhandled(message);
                break;
        }

        if (_hasAnswer && _links is not null && _asked.Count == 0) End();
    }

    private void Take(RecordsFound found)
    {
        _hasAnswer = true;
        _isSilent = !found.IsFinal && found.Records.IsEmpty;
        if (found.Records.FirstOrDefault(record => record.Author == _owner) is not { } record) return;
        _manifest = Read(() => ServiceManifest.Read(record.Value, _name));
        foreach (var provider in Draw(_manifest?.Providers ?? []))
            if (provider != _owner) AskPresence(provider);
    }

    private Did[] Draw(ImmutableArray<Did> providers)
    {
        var drawn = providers.ToArray();
        _node.Random.Next().Shuffle(drawn);
        return drawn[..Math.Min(drawn.Length, MaxPresences)];
    }

    private void AskPresence(Did provider)
    {
        var name = ServiceRecords.PresenceName(_owner, _name);
        if (_asked.TryAdd(StorageKey.OfRegister(provider, name), provider)) _sources.Storage.Tell(new GetRegister(provider, name));
    }

    private void NotePresence(Did key, RecordsFound? found)
    {
        if (!_asked.Remove(key, out var provider)) return;
        var record = found?.Records.FirstOrDefault(record => record.Author == provider);
        _presences[provider] = record is null ? null : Read(() => Presence.Read(record.Value));
    }

    /// <summary>Who says it wrongly has said nothing: an empty value, too, is how a record ends.</summary>
    private static T? Read<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private void End()
    {
        ImmutableArray<Did> named = _manifest is { Providers.IsEmpty: false } manifest ? manifest.Providers : [_owner];
        ImmutableArray<ProviderSeen> providers =
            [.. named.Where(did => named.Length <= MaxPresences || _presences.ContainsKey(did)).Select(See)];
        Context.Parent.Tell(new Seen(_owner, _name, new ServiceView(_manifest, _isSilent, providers)));
        Context.Stop(Self);
    }

    private ProviderSeen See(Did provider) => new(
        provider, _presences.GetValueOrDefault(provider),
        _links is not null && _links.TryGetValue(provider, out var roundTrip) ? roundTrip : null);

    /// <summary>What was found.</summary>
    internal sealed record Seen(Did Owner, ServiceName Name, ServiceView View) : INoSerializationVerificationNeeded;

    private sealed record Late : INoSerializationVerificationNeeded
    {
        public static readonly Late Instance = new();
    }
}
