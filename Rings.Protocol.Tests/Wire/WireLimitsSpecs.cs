using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

/// <summary>The defaults are those of docs/protocol/9-limits.md.</summary>
public sealed class WireLimitsSpecs
{
    private const long MiB = 1 << 20;

    private static readonly WireLimits Limits = WireLimits.Default;

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
        (Limits.Reassembly.OriginMessages, Limits.Reassembly.OriginBytes, Limits.Reassembly.LinkBytes,
            Limits.Reassembly.TotalBytes, Limits.Reassembly.Time));

    [Fact]
    public void Crumbs_and_windows()
    {
        Assert.Equal((65_536, 16_384, TimeSpan.FromSeconds(60)), (Limits.Crumbs.Total, Limits.Crumbs.PerLink, Limits.Crumbs.Time));
        Assert.Equal((16_384, 2048), (Limits.Replay.Total, Limits.Replay.PerLink));
        Assert.Equal(TimeSpan.FromSeconds(60), Limits.Replay.KeptAfterDeadline);
    }

    [Fact]
    public void Delegations() => Assert.Equal(
        (4096, 50, 400), (Limits.Delegations.Verified, Limits.Delegations.PerLinkAndSecond, Limits.Delegations.PerSecond));

    [Fact]
    public void Half_open_links()
    {
        var limits = Limits.HalfOpen;

        Assert.Equal((64, 8, 2), (limits.Total, limits.PerAddress, limits.PerOfferer));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5)), (limits.Time, limits.UncheckedTime));
        Assert.Equal((10, 10, 64), (limits.ConnectsPerSecond, limits.HttpOffersPerSecond, limits.HttpOfferBurst));
        Assert.Equal((2, 8), (limits.HttpOffersPerSecondAndAddress, limits.HttpOfferBurstPerAddress));
    }

    [Fact]
    public void Links_and_lanes()
    {
        Assert.Equal((MiB, 4096, 64 * MiB), (Limits.LaneBytes, Limits.LaneFrames, Limits.HeldBytes));
        Assert.Equal((TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30)), (Limits.RelayWait, Limits.StarvedAfter));
        Assert.Equal((20_000, 64 * MiB), (Limits.RelayedMessagesPerSecond, Limits.RelayedBytesPerSecond));
        Assert.Equal(
            (200, 1000, 8 * MiB), (Limits.MessagesPerSecond, Limits.MessageBurst, Limits.MessageBytesPerSecond));
        Assert.Equal(TimeSpan.FromSeconds(60), Limits.Skew);
    }
}
