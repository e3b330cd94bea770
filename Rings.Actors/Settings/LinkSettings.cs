using System.Collections.Immutable;
using Akka.Configuration;
using Rings.Protocol;

namespace Rings.Actors.Settings;

/// <summary>
/// <c>rings.links</c>: Links (protocol.md, sections 2 and 9). What each number is for is said beside its default in
/// rings.conf.
/// </summary>
public sealed record LinkSettings
{
    /// <summary>Links that are not ready yet, at most.</summary>
    public required int HalfOpen { get; init; }

    /// <summary>The same per address; loopback has no such limit.</summary>
    public required int HalfOpenPerAddress { get; init; }

    /// <summary>The same per offering node.</summary>
    public required int HalfOpenPerNode { get; init; }

    /// <summary>
    /// When there is no room, a half-open link without a valid connectivity check gives way after this long.
    /// </summary>
    public required TimeSpan UncheckedTimeout { get; init; }

    /// <summary>How long a link may take from its offer until both Hellos are in.</summary>
    public required TimeSpan HandshakeTimeout { get; init; }

    /// <summary>How long an offer may be answered.</summary>
    public required TimeSpan OfferLifetime { get; init; }

    /// <summary>Offers over the ring that are looked at, per second.</summary>
    public required double RingOffersPerSecond { get; init; }

    /// <summary>Offers from outside that are looked at, per second.</summary>
    public required double OutsideOffersPerSecond { get; init; }

    /// <summary>Offers from outside that are looked at, at once.</summary>
    public required double OutsideOffersBurst { get; init; }

    /// <summary>Offers from one address, per second.</summary>
    public required double OutsideOffersPerAddress { get; init; }

    /// <summary>Offers from one address, at once.</summary>
    public required double OutsideOffersPerAddressBurst { get; init; }

    /// <summary>What the other end may send on each of the lanes 1 to 3 before it is granted more, in bytes.</summary>
    public required long WindowBytes { get; init; }

    /// <summary>The same in frames.</summary>
    public required int WindowFrames { get; init; }

    /// <summary>Bytes of frames that the node holds, on all links together.</summary>
    public required long HeldBytes { get; init; }

    /// <summary>What may wait for one link on one lane, in bytes.</summary>
    public required long QueueBytes { get; init; }

    /// <summary>The same in frames.</summary>
    public required int QueueFrames { get; init; }

    /// <summary>How long a relayed frame may wait for its link.</summary>
    public required TimeSpan QueueDelay { get; init; }

    /// <summary>A link that grants nothing for this long while frames wait is closed.</summary>
    public required TimeSpan StarvationTimeout { get; init; }

    /// <summary>Bytes that may be in the send buffer of one channel.</summary>
    public required long ChannelBytes { get; init; }

    /// <summary>A probe follows this long a silence from head and predecessor.</summary>
    public required TimeSpan ProbeNeighbourAfter { get; init; }

    /// <summary>A probe follows this long a silence from others.</summary>
    public required TimeSpan ProbeOtherAfter { get; init; }

    /// <summary>Without an answer for this long a link is suspect.</summary>
    public required TimeSpan SuspectAfter { get; init; }

    /// <summary>A suspect link is dropped after this long.</summary>
    public required TimeSpan DropAfter { get; init; }

    /// <summary>A link that lost its path is offered an ICE restart after this long.</summary>
    public required TimeSpan RestartAfter { get; init; }

    /// <summary>A dropped peer is dialled again after this long at first.</summary>
    public required TimeSpan RedialShortest { get; init; }

    /// <summary>A dropped peer is dialled again after this long at most.</summary>
    public required TimeSpan RedialLongest { get; init; }

    /// <summary>Without any link the seeds are asked again after this long at first.</summary>
    public required TimeSpan SeedRetryShortest { get; init; }

    /// <summary>Without any link the seeds are asked again after this long at most.</summary>
    public required TimeSpan SeedRetryLongest { get; init; }

    /// <summary>How long a seed may take to answer.</summary>
    public required TimeSpan SeedTimeout { get; init; }

    /// <summary>Nodes that may link; empty: all but the denied ones.</summary>
    public required ImmutableArray<Did> Allow { get; init; }

    /// <summary>Nodes that may not link.</summary>
    public required ImmutableArray<Did> Deny { get; init; }

    internal static LinkSettings From(Config config) => new()
    {
        HalfOpen = config.GetInt("half-open"),
        HalfOpenPerAddress = config.GetInt("half-open-per-address"),
        HalfOpenPerNode = config.GetInt("half-open-per-node"),
        UncheckedTimeout = config.GetTimeSpan("unchecked-timeout"),
        HandshakeTimeout = config.GetTimeSpan("handshake-timeout"),
        OfferLifetime = config.GetTimeSpan("offer-lifetime"),
        RingOffersPerSecond = config.GetDouble("ring-offers-per-second"),
        OutsideOffersPerSecond = config.GetDouble("outside-offers-per-second"),
        OutsideOffersBurst = config.GetDouble("outside-offers-burst"),
        OutsideOffersPerAddress = config.GetDouble("outside-offers-per-address"),
        OutsideOffersPerAddressBurst = config.GetDouble("outside-offers-per-address-burst"),
        WindowBytes = config.GetLong("window-bytes"),
        WindowFrames = config.GetInt("window-frames"),
        HeldBytes = config.GetLong("held-bytes"),
        QueueBytes = config.GetLong("queue-bytes"),
        QueueFrames = config.GetInt("queue-frames"),
        QueueDelay = config.GetTimeSpan("queue-delay"),
        StarvationTimeout = config.GetTimeSpan("starvation-timeout"),
        ChannelBytes = config.GetLong("channel-bytes"),
        ProbeNeighbourAfter = config.GetTimeSpan("probe-neighbour-after"),
        ProbeOtherAfter = config.GetTimeSpan("probe-other-after"),
        SuspectAfter = config.GetTimeSpan("suspect-after"),
        DropAfter = config.GetTimeSpan("drop-after"),
        RestartAfter = config.GetTimeSpan("restart-after"),
        RedialShortest = config.GetTimeSpan("redial-shortest"),
        RedialLongest = config.GetTimeSpan("redial-longest"),
        SeedRetryShortest = config.GetTimeSpan("seed-retry-shortest"),
        SeedRetryLongest = config.GetTimeSpan("seed-retry-longest"),
        SeedTimeout = config.GetTimeSpan("seed-timeout"),
        Allow = config.GetDids("allow"),
        Deny = config.GetDids("deny"),
    };
}
