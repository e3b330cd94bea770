using System.Net;
using System.Net.Sockets;
using CsCheck;
using Rings.Transport.Ice;
using Rings.Transport.WebRtc;

namespace Rings.Transport.Tests.Ice;

/// <summary>Which of a stranger's candidates are kept where not all can be, and which of our own are offered.</summary>
public sealed class IceRemoteCandidateSpecs
{
    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(200)]
    public void A_relay_behind_many_host_addresses_is_found(int hosts)
    {
        var network = new IceNetwork();
        var left = network.Add(IceRole.Controlling, "10.0.0.1:5000", NatBox.Symmetric("203.0.113.1"));
        var right = network.Add(IceRole.Controlled, "10.9.0.2:5000", NatBox.Symmetric("203.0.113.2"));
        left.WithHost().WithReflexive();
        right.WithHost().WithReflexive().WithRelay("203.0.113.200:50000");
        var bridges = Enumerable.Range(0, hosts).Select(
            i => Host($"172.{17 + i % 14}.{i / 14}.1:5000", (uint)(2_000_000_000 - i)));
        var described = right.Describe();
        left.Agent.SetRemote(described with { Candidates = [.. bridges, .. described.Candidates] }, network.Now);
        right.Meet(left);
        network.Run(
            TimeSpan.FromSeconds(35), () => left.Agent.State == IceState.Connected && right.Agent.State == IceState.Connected);

        Assert.Equal((IceState.Connected, IceState.Connected), (left.Agent.State, right.Agent.State));
        Assert.Equal(Math.Max(0, hosts + 3 - 16), left.Agent.GetStatistics().RemoteLeftOut);
    }

    [Fact]
    public void What_is_left_out_is_told_when_no_path_is_found()
    {
        var network = new IceNetwork();
        var node = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();
        var hosts = Enumerable.Range(1, 20)
            .Select(i => Host($"198.51.100.{i}:7", (uint)i) with { Foundation = $"{i}" });
        node.Agent.SetRemote(new IceRemoteDescription("abcd", new string('p', 22), [.. hosts]), network.Now);
        network.Run(TimeSpan.FromMinutes(1));

        Assert.Equal("no path to any of 16 remote candidates by the deadline; 4 more were left out", node.Reason);
        Assert.DoesNotContain(network.Log, packet => packet.To == Ends.At("198.51.100.4:7"));
        Assert.Contains(network.Log, packet => packet.To == Ends.At("198.51.100.5:7"));
    }

    [Fact]
    public void A_later_description_of_one_generation_adds_its_new_candidates_within_the_limit()
    {
        var network = new IceNetwork();
        var left = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();
        var right = network.Add(IceRole.Controlled, "192.0.2.2:5000").WithHost();
        var described = right.Describe();
        left.Agent.SetRemote(described with { Candidates = [] }, network.Now);
        network.Run(TimeSpan.FromSeconds(1));
        left.Agent.SetRemote(described, network.Now);
        right.Meet(left);
        network.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(IceState.Connected, left.Agent.State);

        for (var i = 0; i < 10; i++)
        {
            var more = Enumerable.Range(1, 100).Select(host => Host($"198.51.100.{host}:{7 + i}", 1));
            left.Agent.SetRemote(described with { Candidates = [.. more] }, network.Now);
        }

        Assert.Equal(985, left.Agent.GetStatistics().RemoteLeftOut);
    }

    [Fact]
    public void The_best_of_each_type_comes_before_the_second_of_any() =>
        Gen.Select(Gen.Int[0, 3], Gen.UInt).Array[0, 40].Sample(made =>
        {
            var candidates = made.Select((one, i) => Host($"198.51.100.1:{1 + i}", one.Item2) with
            {
                Type = (IceCandidateType)one.Item1,
            }).ToArray();

            var ranked = IceCandidateRanking.Rank(candidates);

            Assert.Equal(candidates.Length, ranked.Count);
            Assert.Equal(candidates.Select(c => c.Type).Distinct().Count(), ranked
                .Take(candidates.Select(c => c.Type).Distinct().Count()).Select(c => c.Type).Distinct().Count());
            Assert.All(ranked.GroupBy(c => c.Type), type => Assert.Equal(
                type.Select(c => c.Priority).OrderDescending(), type.Select(c => c.Priority)));
        });

    [Fact]
    public void Addresses_of_interfaces_that_lead_on_are_offered_before_bridges_and_never_too_many()
    {
        var bridges = Enumerable.Range(1, 20).Select(i => (IPAddress.Parse($"172.17.{i}.1"), false));
        var chosen = HostCandidates.Choose(AddressFamily.InterNetwork,
        [
            (IPAddress.Loopback, true), (IPAddress.Parse("fe80::1"), true), .. bridges,
            (IPAddress.Parse("192.0.2.7"), true), (IPAddress.Parse("192.0.2.7"), true),
        ]).Select(address => address.ToString()).ToArray();

        Assert.Equal(HostCandidates.MaxAddresses, chosen.Length);
        Assert.Equal(["192.0.2.7", "172.17.1.1", "172.17.2.1"], chosen[..3]);
    }

    private static IceCandidate Host(string end, uint priority) => new()
    {
        Type = IceCandidateType.Host,
        Address = Ends.At(end),
        Priority = priority,
        Foundation = "1",
    };
}
