using Akka.Actor;
using Rings.Actors.Public;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>Which actor receives which protocol's messages, and how many of them it has not taken yet.</summary>
/// <param name="capacity">The most protocols.</param>
internal sealed class Receivers(int capacity)
{
    private readonly SortedDictionary<string, Receiver> _receivers = new(StringComparer.Ordinal);

    public IEnumerable<string> Protocols => _receivers.Keys;

    public IEnumerable<IActorRef> Actors => _receivers.Values.Select(receiver => receiver.Actor);

    /// <summary>Returns false if the name is none, has another receiver, or there are too many.</summary>
    public bool TryRegister(string protocol, IActorRef actor, int window)
    {
        if (protocol != RingsNodeProtocol.AnyProtocol && !ProtocolName.IsValid(protocol)) return false;
        if (_receivers.TryGetValue(protocol, out var taken)) return taken.Actor.Equals(actor);
        if (_receivers.Count >= capacity) return false;
        _receivers.Add(protocol, new Receiver(actor, window));
        return true;
    }

    /// <summary>The receiver of a protocol, or the one of all others.</summary>
    public Receiver? Find(string protocol) =>
        _receivers.GetValueOrDefault(protocol) ?? _receivers.GetValueOrDefault(RingsNodeProtocol.AnyProtocol);

    /// <summary>An actor stopped.</summary>
    public void Remove(IActorRef actor)
    {
        foreach (var (protocol, _) in _receivers.Where(entry => entry.Value.Actor.Equals(actor)).ToArray())
            _receivers.Remove(protocol);
    }

    /// <summary>A receiver has taken messages.</summary>
    public void Taken(IActorRef actor, int messages)
    {
        foreach (var receiver in _receivers.Values)
        {
            if (receiver.Actor.Equals(actor)) receiver.Waiting = Math.Max(0, receiver.Waiting - messages);
        }
    }

    /// <param name="actor">Who receives.</param>
    /// <param name="window">The most messages that may wait at it; 0: it is not counted.</param>
    internal sealed class Receiver(IActorRef actor, int window)
    {
        public IActorRef Actor => actor;

        public int Waiting { get; set; }

        public bool HasRoom => window == 0 || Waiting < window;
    }
}
