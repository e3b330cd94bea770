using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire.Inbound;

/// <summary>
/// A node as its links see it: a member of the ring with these links, and all that they share. Frames go in as a peer
/// sends them, with the delegation in the slot.
/// </summary>
internal sealed class TestNode : ILinkRoutes
{
    private readonly Did[] _links;
    private readonly InboundLimits _limits;

    public TestNode(Did self, RingId ring)
        : this(self, null, null, null, null, ring)
    {
    }

    public TestNode(
        Did self, Did[]? links = null, NodeLimits? shared = null, InboundLimits? link = null,
        DestinationLimits? limits = null, RingId? ring = null)
    {
        _links = links ?? [];
        _limits = link ?? new() { VerifyOneIn = 0 };
        Did[] members = [.. _links.OrderBy(self.DistanceTo)];
        Table = members.Length == 0
            ? new(self, RingPhase.Member, self, [], [], null, null)
            : new(self, RingPhase.Member, members[^1], members, [], members[0], members[^1]);
        var of = ring ?? TestAccounts.Ring;
        Destination = new(self, of, new(of, shared ?? new()), limits ?? new());
    }

    public Destination Destination { get; }

    public NodeBudget Budget => Destination.Budget;

    public RoutingTable Table { get; }

    public static (InboundStep Step, string? Cause) Outcome(Judged judged) => (judged.Step, judged.Cause);

    public static byte[] WithDelegation(byte[] frame, Signer signer) =>
        Any.WithDelegation(frame, signer.Delegation.Bytes.Span);

    /// <summary>Looked up without a comparer, which boxes until the runtime has optimised it.</summary>
    public bool HasLink(Did peer)
    {
        foreach (var link in _links)
        {
            if (link == peer) return true;
        }

        return false;
    }

    public InboundLink Link(Did peer) => Link(peer, out _);

    public InboundLink Link(Did peer, out Protocol.Limits.SharedStock.Share held)
    {
        held = Budget.Held.NewShare();
        return new(peer, Destination, _limits, held, new Random(1));
    }

    /// <summary>A frame comes in, and is done with at once unless it is to be acted on.</summary>
    public Judged Receive(InboundLink link, ReadOnlySpan<byte> frame, Lane? lane = null, Instant? now = null)
    {
        var by = lane ?? (EnvelopeView.TryRead(frame, out var view).IsNone ? view.Transaction.Kind.Lane() : Lane.Message);
        var step = link.Receive(by, frame, this, now ?? Any.Now, out var found);
        return new(step, found.Cause, found.Next, found.Route, found.Origin, found.Mark, found.Reason, found.RetryMs,
            found.Fault, found.Forged, found.Closes);
    }

    /// <summary>What was found out about a frame, to be kept.</summary>
    public sealed record Judged(
        InboundStep Step, string? Cause, Did Next, Route Route, Delegation? Origin, ReplayMark? Mark,
        UnreachableReason Reason, int RetryMs, WireFault Fault, PayloadHash? Forged, string? Closes);
}
