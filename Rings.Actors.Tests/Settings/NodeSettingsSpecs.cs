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
            ("sessions", typeof(SessionSettings)), ("supervision", typeof(SupervisionSettings)),
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

    private static IEnumerable<string> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => Hump().Replace(property.Name, "-$1").ToLowerInvariant());

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex Hump();
}
