using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Rings.Actors.Settings;

namespace Rings.Actors.Tests.Settings;

public sealed partial class NodeSettingsSpecs
{
    [Fact]
    public void Every_key_of_the_reference_configuration_has_a_property_and_every_property_a_key()
    {
        var rings = NodeSettings.ReferenceConfig().GetConfig("rings");

        foreach (var (section, type) in new (string, Type)[]
        {
            ("links", typeof(LinkSettings)), ("peers", typeof(PeerSettings)),
            ("delegations", typeof(DelegationSettings)),
            ("relay", typeof(RelaySettings)), ("messages", typeof(MessageSettings)),
            ("sessions", typeof(SessionSettings)), ("streams", typeof(StreamsSettings)), ("supervision", typeof(SupervisionSettings)),
        })
        {
            var keys = rings.GetConfig(section).AsEnumerable().Select(entry => entry.Key).Order();
            Assert.Equal(Properties(type).Order(), keys);
        }

        var ring = rings.GetConfig("ring").AsEnumerable().Select(entry => entry.Key).ToArray();
        Assert.Empty(ring.Except(Properties(typeof(Rings.Protocol.Ring.RingSettings))));
    }

    [Fact]
    public void The_rings_defaults_are_those_of_the_ring_itself()
    {
        var settings = NodeSettings.From(Config.Empty).Ring;

        Assert.Equal(Rings.Protocol.Ring.RingSettings.Default, settings);
    }

    [Fact]
    public void A_users_value_wins_over_the_reference()
    {
        var settings = NodeSettings.From(ConfigurationFactory.ParseString("""
            rings {
              seeds = ["https://seed.example/"]
              links { half-open = 8, deny = ["0x000102030405060708090a0b0c0d0e0f10111213"] }
            }
            """));

        Assert.Equal(8, settings.Links.HalfOpen);
        Assert.Single(settings.Links.Deny);
        Assert.Equal("seed.example", Assert.Single(settings.Seeds).Host);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Links.HandshakeTimeout);
    }

    [Theory]
    [InlineData("""rings.links.deny = ["nobody"]""", "deny")]
    [InlineData("""rings.seeds = ["not an address"]""", "seeds")]
    public void A_wrong_value_names_its_key(string config, string key)
    {
        var thrown = Assert.Throws<ConfigurationException>(() =>
            NodeSettings.From(ConfigurationFactory.ParseString(config)));

        Assert.Contains(key, thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>The range stands beside the default, and nowhere else.</summary>
    [Fact]
    public void Every_number_and_time_of_the_reference_has_a_range_and_its_default_lies_in_it()
    {
        var reference = NodeSettings.ReferenceConfig();
        var ranges = SettingRanges.OfTheNode.All;

        foreach (var (key, value) in Leaves("", reference.Root)
            .Where(leaf => leaf.Key.StartsWith("rings.", StringComparison.Ordinal) && !leaf.Key.Contains("dispatcher")))
        {
            if (SettingRange.Amount(value) is null) continue;
            Assert.True(ranges.ContainsKey(key), $"{key} has no range");
            Assert.True(ranges[key].Contains(value), $"{key} = {value} is not {ranges[key]}");
        }

        Assert.InRange(ranges.Count, 110, 200);
    }

    [Theory]
    [InlineData("rings.ring.successors = -5", "rings.ring.successors = -5: expected 1 to 64")]
    [InlineData("rings.links.half-open = -1", "rings.links.half-open = -1: expected 4 to 4096")]
    [InlineData("rings.storage.copies = 0", "rings.storage.copies = 0: expected 1 to 16")]
    [InlineData("rings.links.window-bytes = 10", "rings.links.window-bytes = 10: expected 262144 to 1073741824")]
    [InlineData("rings.ring.shortest-pace = 0ms", "rings.ring.shortest-pace = 0ms: expected 10ms to 1m")]
    [InlineData(
        "rings.storage.write-copies = 4", "rings.storage.write-copies = 4: expected at most rings.storage.copies = 3")]
    public void A_value_out_of_its_range_is_refused_with_the_range(string config, string expected) => Assert.Equal(
        expected,
        Assert.Throws<ConfigurationException>(() => NodeSettings.From(ConfigurationFactory.ParseString(config))).Message);

    /// <summary>Both ends of every range start a node's settings; one beyond does not.</summary>
    [Fact]
    public void Every_range_is_held_at_both_ends()
    {
        foreach (var (key, range) in SettingRanges.OfTheNode.All)
        {
            Assert.Null(SettingRanges.OfTheNode.Expected(key, range.Low));
            Assert.Null(SettingRanges.OfTheNode.Expected(key, range.High));
            Assert.NotNull(SettingRanges.OfTheNode.Expected(key, "-1"));
            Assert.NotNull(SettingRanges.OfTheNode.Expected(key, "99999999999999999999d"));
            Assert.NotNull(SettingRanges.OfTheNode.Expected(key, "many"));
        }
    }

    /// <summary>The protocol's text names the defaults, too: the rows that are settings say the same.</summary>
    [Theory]
    [InlineData("clock skew", "messages.clock-skew", "60s", "60 s")]
    [InlineData("half-open links", "links.half-open", "64", "64:")]
    [InlineData("half-open links", "links.half-open-per-address", "8", "8 per address")]
    [InlineData("`Connect`", "links.ring-offers-per-second", "10", "10 per second")]
    [InlineData("HTTP offers", "links.outside-offers-burst", "64", "burst 64")]
    [InlineData("remembered peers", "peers.remembered", "256", "256")]
    [InlineData("held per link and lane", "links.window-frames", "4096", "4,096 frames")]
    [InlineData("held per link and lane", "links.held-bytes", "67108864", "64 MiB in all")]
    [InlineData("wait in a relay's queue", "links.queue-delay", "500ms", "500 ms")]
    [InlineData("no credit while frames wait", "links.starvation-timeout", "30s", "30 s")]
    [InlineData("replay windows", "messages.replay-windows", "16384", "16,384")]
    [InlineData("repeats by one link", "relay.repeats-per-second", "8000", "8,000 per second")]
    [InlineData("verifications", "messages.verifications-per-second", "20000", "20,000 per second")]
    [InlineData("crumbs", "relay.crumbs", "65536", "65,536")]
    [InlineData("per link, to be relayed", "relay.messages-per-second", "20000", "20,000 messages")]
    [InlineData("per origin at the destination", "messages.origin-messages-per-second", "200", "200 messages per second")]
    [InlineData("per origin at the destination", "messages.origin-messages-burst", "1000", "burst 1,000")]
    [InlineData("forgeries per link", "relay.forgeries", "32", "32 later")]
    [InlineData("stream sets", "streams.sets", "1024", "1,024; 512")]
    [InlineData("streams of a set", "streams.streams-per-set", "1024", "1,024;")]
    [InlineData("streams of a set", "streams.opens-per-second", "1000", "; 1,000")]
    [InlineData("a stream's window", "streams.stream-window", "16777216", "16 MiB and 64 MiB at most")]
    [InlineData("a stream's window", "streams.set-window", "67108864", "16 MiB and 64 MiB at most")]
    [InlineData("windows promised", "streams.memory-bytes", "268435456", "256 MiB each")]
    [InlineData("an offered stream", "streams.answer-timeout", "30s", "30 s")]
    [InlineData("accounts whose revocations", "delegations.watched", "2048", "2,048")]
    public void The_protocols_limits_are_the_defaults(string row, string key, string value, string says)
    {
        Assert.Equal(value, NodeSettings.ReferenceConfig().GetString("rings." + key));

        var limits = File.ReadAllLines(Path.Combine(Root(), "docs", "protocol", "9-limits.md"));

        Assert.Contains(says, limits.Single(line => line.StartsWith($"| {row}", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Rings.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static IEnumerable<(string Key, string Value)> Leaves(string path, Akka.Configuration.Hocon.HoconValue value) =>
        value.IsObject()
            ? value.GetObject().Items.SelectMany(item =>
                Leaves(path.Length == 0 ? item.Key : $"{path}.{item.Key}", item.Value))
            : [(path, value.IsArray() ? "" : value.GetString() ?? "")];

    private static IEnumerable<string> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => Hump().Replace(property.Name, "-$1").ToLowerInvariant());

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Hump();
}
