using System.Collections.Concurrent;
using Rings.Actors.Public;
using Rings.Protocol.Wire;

namespace Rings.Actors.Streams;

/// <summary>Who takes the streams of which protocol, in one node. Thread-safe.</summary>
internal sealed class StreamListeners
{
    /// <summary>Protocols that are listened to, at most.</summary>
    public const int Most = 1024;

    private readonly ConcurrentDictionary<string, StreamListener> _listeners = new(StringComparer.Ordinal);

    /// <summary>Who takes a protocol's streams; null: nobody.</summary>
    public StreamListener? Find(string protocol) => _listeners.GetValueOrDefault(protocol);

    /// <summary>Adds a listener.</summary>
    /// <returns>What is wrong; null: it is added.</returns>
    public string? TryAdd(StreamListener listener)
    {
        if (!ProtocolName.IsValid(listener.Protocol)) return ProtocolName.Rule;
        if (_listeners.Count >= Most) return $"the node has {Most} listeners, which is all that it may have";
        return _listeners.TryAdd(listener.Protocol, listener) ? null : $"{listener.Protocol} has a listener already";
    }

    /// <summary>Removes a listener, if it is still that protocol's.</summary>
    public void Remove(StreamListener listener) =>
        _listeners.TryRemove(new KeyValuePair<string, StreamListener>(listener.Protocol, listener));

    /// <summary>Ends all: the node stops.</summary>
    public void CloseAll()
    {
        foreach (var listener in _listeners.Values) listener.Close();
        _listeners.Clear();
    }
}
