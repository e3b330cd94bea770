using System.Reflection;
using System.Text;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>Writes what decides a ring's further behaviour, times left out.</summary>
internal static class RingState
{
    public static string Write(ChordRing ring, Func<Did, string> name)
    {
        var text = new StringBuilder(ring.Phase.ToString());
        Lists(text, "s", Get<NeighbourList>(ring, "_successors"), name);
        Lists(text, "p", Get<NeighbourList>(ring, "_predecessors"), name);
        var links = new List<string>();
        foreach (ref readonly var link in Get<LinkTable>(ring, "_links").All)
        {
            links.Add(name(link.Peer) + (int)(link.Flags & ~(LinkFlags.KeptHere | LinkFlags.KeptThere)));
        }

        text.Append('k').AppendJoin(',', links.Order(StringComparer.Ordinal));
        var requests = Get<PendingRequests>(ring, "_requests").Open;
        text.Append('r').AppendJoin(',', requests.Select(request => request.Errand + name(request.Peer)).Order(StringComparer.Ordinal));
        return text.ToString();
    }

    private static void Lists(StringBuilder text, string mark, NeighbourList list, Func<Did, string> name)
    {
        text.Append(mark).AppendJoin(',', list.Linked.Select(name)).Append('/');
        foreach (var point in list.Heard) text.Append(name(point));
    }

    private static T Get<T>(ChordRing ring, string field) =>
        (T)typeof(ChordRing).GetField(field, BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(ring)!;
}
