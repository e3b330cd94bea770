using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>The defaults are those of docs/protocol/9-limits.md.</summary>
public sealed class LimitDefaultsSpecs
{
    private const long MiB = 1 << 20;

    private static readonly NodeLimits Node = new();
    private static readonly ReassemblyLimits Reassembly = new();
    private static readonly InboundLimits Link = new();
    private static readonly DestinationLimits Destination = new();

    [Fact]
    public void Sizes_that_all_nodes_share()
    {
        Assert.Equal(65_535, Frame.MaxBytes);
        Assert.Equal(64_511, EnvelopeBuilder.MaxBodyBytes);
        Assert.Equal(512, EnvelopeView.MaxDelegationBytes);
        Assert.Equal(Protocol.Identity.Delegation.MaxBytes, EnvelopeView.MaxDelegationBytes);
        Assert.Equal(65_536, SignedObject.MaxBytes);
        Assert.Equal(600_000u, TransactionView.MaxTtlMs);
        Assert.Equal(TimeSpan.FromMinutes(2), LinkOffer.MaxLifetime);
        Assert.Equal(64 * MiB, MessagePart.MaxTotalBytes);
        Assert.Equal(64, EnvelopeView.Slots);
    }

    [Fact]
    public void Messages_in_progress() => Assert.Equal(
        (8, 128 * MiB, 65 * MiB, 256 * MiB, TimeSpan.FromSeconds(60)),
        (Reassembly.OriginMessages, Reassembly.OriginBytes, Reassembly.LinkBytes, Reassembly.TotalBytes,
            Reassembly.Time));

    [Fact]
    public void Crumbs_and_windows()
    {
        Assert.Equal((65_536, 16_384, TimeSpan.FromSeconds(60)), (Node.Crumbs.Total, Node.Crumbs.PerLink, Node.Crumbs.Time));
        Assert.Equal((16_384, 2048), (Destination.Replay.Total, Destination.Replay.PerLink));
        Assert.Equal(TimeSpan.FromSeconds(60), Destination.Replay.KeptAfterDeadline);
    }

    [Fact]
    public void Delegations() => Assert.Equal(
        (4096, 50, 400), (Node.Delegations.Verified, Node.Delegations.PerLinkAndSecond, Node.Delegations.PerSecond));

    [Fact]
    public void Links_and_lanes()
    {
        Assert.Equal((MiB, 4096, 64 * MiB), (Link.WindowBytes, Link.WindowFrames, Node.HeldBytes));
        Assert.Equal((20_000.0, 64.0 * MiB), (Link.MessagesPerSecond, Link.BytesPerSecond));
        Assert.Equal((200.0, 1000.0, 8.0 * MiB),
            (Destination.OriginMessagesPerSecond, Destination.OriginMessagesBurst, Destination.OriginBytesPerSecond));
        Assert.Equal((20_000, 8000, 600_000L), (Node.VerificationsPerSecond, Node.RepeatsPerSecond, Link.Repeats));
        Assert.Equal((200.0, 2000.0), (Link.AnswersPerSecond, Link.ControlsPerSecond));
        Assert.Equal((32, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)),
            (Link.Forgeries.Tolerated, Link.Forgeries.Grace, Link.Forgeries.VerifyFor));
        Assert.Equal(TimeSpan.FromSeconds(60), Link.Skew);
    }
}
