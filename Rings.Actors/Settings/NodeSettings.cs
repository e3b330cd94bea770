using System.Collections.Immutable;
using Akka.Configuration;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Links;
using Rings.Protocol.Ring;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;

namespace Rings.Actors.Settings;

/// <summary>The typed face of <c>rings</c> in rings.conf: a property for each key, no default of its own.</summary>
public sealed record NodeSettings
{
    /// <summary>Where the node keeps what must survive a restart; empty: nowhere.</summary>
    public required string DataDir { get; init; }

    /// <summary>Addresses of nodes to join through.</summary>
    public required ImmutableArray<Uri> Seeds { get; init; }

    /// <summary><c>rings.ring</c>.</summary>
    public required RingSettings Ring { get; init; }

    /// <summary><c>rings.links</c>.</summary>
    public required LinkSettings Links { get; init; }

    /// <summary><c>rings.delegations</c>.</summary>
    public required DelegationSettings Delegations { get; init; }

    /// <summary><c>rings.peers</c>.</summary>
    public required PeerSettings Peers { get; init; }

    /// <summary><c>rings.relay</c>.</summary>
    public required RelaySettings Relay { get; init; }

    /// <summary><c>rings.messages</c>.</summary>
    public required MessageSettings Messages { get; init; }

    /// <summary><c>rings.sessions</c>.</summary>
    public required SessionSettings Sessions { get; init; }

    /// <summary><c>rings.storage</c>.</summary>
    public required StorageSettings Storage { get; init; }

    /// <summary><c>rings.storage.renewals</c>: this node's records that are put again before they expire, at most.</summary>
    public required int Renewals { get; init; }

    /// <summary><c>rings.storage.renew-interval</c>: how often it is looked whether one has to be.</summary>
    public required TimeSpan RenewInterval { get; init; }

    /// <summary><c>rings.storage.watchers</c>: watchers of this node's own, at most.</summary>
    public required int Watchers { get; init; }

    /// <summary><c>rings.streams</c>.</summary>
    public required StreamsSettings Streams { get; init; }

    /// <summary><c>rings.services</c>.</summary>
    public required ServiceSettings Services { get; init; }

    /// <summary><c>rings.supervision</c>.</summary>
    public required SupervisionSettings Supervision { get; init; }

    /// <summary>What one link may bring.</summary>
    internal InboundLimits Inbound => new()
    {
        WindowBytes = Links.WindowBytes,
        WindowFrames = Links.WindowFrames,
        MessagesPerSecond = Relay.MessagesPerSecond,
        BytesPerSecond = Relay.BytesPerSecond,
        Skew = Messages.ClockSkew,
        VerifyOneIn = Relay.VerifyOneIn,
        Repeats = Relay.RepeatsPerSecond * 75L,
        Forgeries = new() { Tolerated = Relay.Forgeries, VerifyFor = Relay.TraceFor, Grace = Relay.ForgeryGrace },
    };

    /// <summary>Where a node's messages end, with the budget that its links share.</summary>
    internal Destination NewDestination(Did self, RingId ring) => new(
        self,
        ring,
        new NodeBudget(ring, new()
        {
            HeldBytes = Links.HeldBytes,
            VerificationsPerSecond = Messages.VerificationsPerSecond,
            RepeatsPerSecond = Relay.RepeatsPerSecond,
            Paths = new() { BytesPerSecond = Relay.BytesPerSecond },
            Crumbs = new() { Total = Relay.Crumbs, Time = Relay.CrumbTime },
            Delegations = new() { Skew = Messages.ClockSkew, Accounts = Delegations.Watched },
        }),
        new()
        {
            Replay = new() { Total = Messages.ReplayWindows },
            OriginMessagesPerSecond = Messages.OriginMessagesPerSecond,
            OriginMessagesBurst = Messages.OriginMessagesBurst,
            OriginBytesPerSecond = Messages.OriginBytesPerSecond,
            Origins = Messages.Origins,
        });

    /// <summary>What the book of links goes by.</summary>
    internal LinkLimits LinkLimits => new()
    {
        HalfOpen = Links.HalfOpen,
        HalfOpenPerAddress = Links.HalfOpenPerAddress,
        HalfOpenPerNode = Links.HalfOpenPerNode,
        UncheckedTime = Links.UncheckedTimeout,
        RingOffersPerSecond = Links.RingOffersPerSecond,
        OutsideOffersPerSecond = Links.OutsideOffersPerSecond,
        OutsideOffersBurst = Links.OutsideOffersBurst,
        OutsideOffersPerAddress = Links.OutsideOffersPerAddress,
        OutsideOffersPerAddressBurst = Links.OutsideOffersPerAddressBurst,
        LinkBudget = Ring.LinkBudget,
        RedialShortest = Links.RedialShortest,
        RedialLongest = Links.RedialLongest,
        ShownAtOnce = Delegations.ShownAtOnce,
        Allow = Links.Allow.ToHashSet(),
        Deny = Links.Deny.ToHashSet(),
    };

    /// <summary>The defaults: rings.conf, embedded in this assembly.</summary>
    public static Config ReferenceConfig() =>
        ConfigurationFactory.FromResource<NodeSettings>("Rings.Actors.rings.conf");

    /// <summary>The text of rings.conf.</summary>
    internal static string ReferenceText()
    {
        using var stream = typeof(NodeSettings).Assembly.GetManifestResourceStream("Rings.Actors.rings.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads the settings of a system's configuration, over the defaults.</summary>
    /// <param name="config">The whole configuration, in which <c>rings</c> may stand.</param>
    /// <exception cref="ConfigurationException">A value is not one that its key can have.</exception>
    public static NodeSettings From(Config config)
    {
        var whole = config.WithFallback(ReferenceConfig());
        SettingRanges.OfTheNode.Check(whole);
        var rings = whole.GetConfig("rings");
        return new NodeSettings
        {
            DataDir = rings.GetString("data-dir"),
            Seeds = [.. rings.GetStringList("seeds").Select(ParseSeed)],
            Ring = rings.GetConfig("ring").GetRing(),
            Links = LinkSettings.From(rings.GetConfig("links")),
            Delegations = DelegationSettings.From(rings.GetConfig("delegations")),
            Peers = PeerSettings.From(rings.GetConfig("peers")),
            Relay = RelaySettings.From(rings.GetConfig("relay")),
            Messages = MessageSettings.From(rings.GetConfig("messages")),
            Sessions = SessionSettings.From(rings.GetConfig("sessions")),
            Storage = rings.GetConfig("storage").GetStorage(),
            Renewals = rings.GetInt("storage.renewals"),
            RenewInterval = rings.GetTimeSpan("storage.renew-interval"),
            Watchers = rings.GetInt("storage.watchers"),
            Streams = StreamsSettings.From(rings.GetConfig("streams")),
            Services = ServiceSettings.From(rings.GetConfig("services")),
            Supervision = SupervisionSettings.From(rings.GetConfig("supervision")),
        };
    }

    private static Uri ParseSeed(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        ? uri
        : throw new ConfigurationException($"rings.seeds: expected absolute addresses, not '{text}'.");
}
