using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Wire;

namespace Rings.Benchmarks;

/// <summary>A node as its links see it, its limits raised: a member of a ring with one neighbour.</summary>
internal sealed class LoneNode : ILinkRoutes
{
    private const double NoLimit = 1e15;

    private readonly Destination _destination;
    private readonly Did _neighbour;

    public LoneNode(Did self, RingId ring, Did neighbour, int repeatsPerSecond = int.MaxValue)
    {
        _neighbour = neighbour;
        Table = new(self, RingPhase.Member, neighbour, [neighbour], [], neighbour, neighbour);
        var limits = new NodeLimits
        {
            VerificationsPerSecond = int.MaxValue,
            RepeatsPerSecond = repeatsPerSecond,
            Delegations = new() { PerLinkAndSecond = int.MaxValue, PerSecond = int.MaxValue },
        };
        _destination = new(self, ring, new(ring, limits), new()
        {
            OriginMessagesPerSecond = NoLimit,
            OriginMessagesBurst = NoLimit,
            OriginBytesPerSecond = NoLimit,
        });
    }

    public RoutingTable Table { get; }

    public bool HasLink(Did peer) => peer == _neighbour;

    public InboundLink Link(Did peer) => new(
        peer,
        _destination,
        new() { MessagesPerSecond = NoLimit, BytesPerSecond = NoLimit, Repeats = long.MaxValue, VerifyOneIn = 0 },
        _destination.Budget.Held.NewShare(),
        new Random(1));
}
