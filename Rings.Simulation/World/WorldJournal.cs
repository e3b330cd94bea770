using System.Globalization;
using Rings.Protocol;
using Rings.Protocol.Ring;
using Rings.Simulation.Engine;

namespace Rings.Simulation.World;

/// <summary>The last events, to be read when a rule has been broken.</summary>
/// <param name="length">How many are kept; 0 keeps none.</param>
internal sealed class WorldJournal(int length)
{
    /// <summary>How many are kept if any are.</summary>
    public const int DefaultLength = 4096;

    private readonly Entry[] _events = new Entry[length];
    private long _count;

    /// <summary>Adds an event in place of the oldest.</summary>
    public void Add(Instant at, in WorldEvent what)
    {
        if (length == 0) return;
        var envelope = what.Content as Envelope;
        var said = envelope?.Reply ?? envelope?.Message ?? (object?)envelope?.Kind;
        _events[_count++ % length] = new(at, what.Kind, what.Node, what.Peer, said, envelope?.Path.Count ?? 0);
    }

    /// <summary>The last events that have to do with certain nodes, the oldest first.</summary>
    /// <param name="concerns">The nodes.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="name">How nodes are called.</param>
    public IEnumerable<string> Last(Func<int, bool> concerns, int most, Func<int, string> name)
    {
        var lines = new List<string>();
        for (var i = _count - 1; i >= Math.Max(0, _count - length) && lines.Count < most; i--)
        {
            var entry = _events[i % length];
            if (concerns(entry.Node) || concerns(entry.Peer)) lines.Add(Describe(entry, name));
        }

        lines.Reverse();
        return lines;
    }

    private static string Describe(in Entry entry, Func<int, string> name)
    {
        var seconds = (entry.At - VirtualTime.Start).TotalSeconds.ToString("F6", CultureInfo.InvariantCulture);
        if (entry.Node < 0) return $"{seconds} {entry.Kind}";
        var peer = entry.Peer < 0 ? "" : $" {name(entry.Peer)}";
        var said = entry.Said is RingMessage message ? Engine.Describe.Message(message) : entry.Said?.ToString();
        if (said is not null) said = $" {said}, hop {entry.Hops}";
        return $"{seconds} {name(entry.Node)} {entry.Kind}{peer}{said}";
    }

    // What an envelope said then: it changes on its way.
    private readonly record struct Entry(Instant At, WorldEventKind Kind, int Node, int Peer, object? Said, int Hops);
}
