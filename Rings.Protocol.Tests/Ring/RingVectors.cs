using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>The messages whose bytes stand in <c>vectors/ring.json</c>.</summary>
internal static class RingVectors
{
    public static readonly IReadOnlyDictionary<string, RingMessage> Messages = new Dictionary<string, RingMessage>
    {
        ["find_owner"] = new RingMessage.FindOwner(At(1)),
        ["find_next"] = new RingMessage.FindNext(At(2), Final: false),
        ["find_next_final"] = new RingMessage.FindNext(At(2), Final: true),
        ["ask_neighbours"] = RingMessage.AskNeighbours.Instance,
        ["probe"] = RingMessage.Probe.Instance,
        ["owner_found"] = new RingMessage.OwnerFound(At(3), At(2), [At(4), At(5)], Hops: 3),
        ["owner_found_alone"] = new RingMessage.OwnerFound(At(3), null, [], Hops: 1),
        ["next_found"] = new RingMessage.NextFound(IsOwner: false, Final: true, At(2), [At(4)]),
        ["next_found_owner"] = new RingMessage.NextFound(IsOwner: true, Final: true, At(2), [At(4)]),
        ["neighbours"] = new RingMessage.Neighbours(RingPhase.Member, At(2), [At(1)], [At(4), At(5)]),
        ["neighbours_joining"] = new RingMessage.Neighbours(RingPhase.Joining, null, [], []),
        ["alive"] = RingMessage.Alive.Instance,
        ["notify"] = new RingMessage.Notify([At(2), At(1)]),
        ["changed"] = RingMessage.Changed.Instance,
        ["bridge"] = new RingMessage.Bridge(0x0102030405060708, At(9)),
        ["leaving"] = new RingMessage.Leaving(At(2), [At(4)]),
    };

    /// <summary>The file, found from where the tests were built.</summary>
    public static string Path
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Rings.sln")))
            {
                folder = folder.Parent;
            }

            return System.IO.Path.Combine(folder!.FullName, "vectors", "ring.json");
        }
    }

    private static Did At(int exponent) => Did.Zero.Finger(150 + exponent);
}
