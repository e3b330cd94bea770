using CsCheck;
using Rings.Transport.Ice;
using Rings.Transport.Tests.Stun;

namespace Rings.Transport.Tests.Ice;

public sealed class IceLimitSpecs
{
    [Fact]
    public void A_description_full_of_strangers_costs_each_of_sixteen_at_most_seven_checks()
    {
        var network = new IceNetwork();
        var victim = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();
        var strangers = Enumerable.Range(1, 200).Select(index => Candidate($"198.51.100.{index}:7"));

        victim.Agent.SetRemote(new IceRemoteDescription("abcd", new string('p', 22), [.. strangers]), network.Now);
        network.Run(TimeSpan.FromMinutes(2));

        var counts = network.Log.CountBy(packet => packet.To).ToList();
        Assert.Equal(16, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 1, 7));
        Assert.Equal(IceState.Failed, victim.Agent.State);
    }

    [Fact]
    public void Many_agents_together_send_at_most_100_checks_a_second_to_one_address_and_500_in_all()
    {
        var network = new IceNetwork();
        for (var index = 0; index < 200; index++)
        {
            var node = network.Add(IceRole.Controlling, $"192.0.2.1:{5000 + index}").WithHost();
            var targets = Enumerable.Range(1, 16).Select(host => Candidate($"198.51.100.{host}:{100 + index}"));
            node.Agent.SetRemote(new IceRemoteDescription("abcd", new string('p', 22), [.. targets]), network.Now);
        }

        network.Run(TimeSpan.FromSeconds(10));

        Assert.InRange(Busiest(network.Log.Select(packet => packet.At)), 100, 500);
        foreach (var address in network.Log.GroupBy(packet => packet.To.WithPort(0)))
        {
            Assert.InRange(Busiest(address.Select(packet => packet.At)), 1, 100);
        }
    }

    [Theory]
    [InlineData("224.0.0.1:9")]
    [InlineData("255.255.255.255:9")]
    [InlineData("0.0.0.0:9")]
    [InlineData("127.0.0.1:9")]
    [InlineData("169.254.1.1:9")]
    [InlineData("192.0.2.9:0")]
    [InlineData("[ff02::1]:9")]
    [InlineData("[fe80::1]:9")]
    public void Addresses_that_a_stranger_must_not_name_are_never_sent_to(string end)
    {
        var network = new IceNetwork();
        var node = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();

        node.Agent.SetRemote(new IceRemoteDescription("abcd", new string('p', 22), [Candidate(end)]), network.Now);
        network.Run(TimeSpan.FromSeconds(5));

        Assert.Empty(network.Log);
    }

    [Fact]
    public void Loopback_is_tried_where_this_side_offers_it_too()
    {
        var network = new IceNetwork();
        var left = network.Add(IceRole.Controlling, "127.0.0.1:5000").WithHost();
        var right = network.Add(IceRole.Controlled, "127.0.0.1:6000").WithHost();

        left.Meet(right);
        right.Meet(left);
        network.Run(TimeSpan.FromSeconds(1));

        Assert.Equal(IceState.Connected, left.Agent.State);
    }

    [Fact]
    public void Private_addresses_can_be_switched_off()
    {
        var network = new IceNetwork();
        var node = network.Add(
            IceRole.Controlling, "192.0.2.1:5000", configure: options =>
                options with { AllowPrivateAddresses = false });

        node.WithHost().Agent.SetRemote(
            new IceRemoteDescription("abcd", new string('p', 22), [Candidate("192.168.1.1:9")]), network.Now);
        network.Run(TimeSpan.FromSeconds(5));

        Assert.Empty(network.Log);
    }

    [Fact]
    public void Hostile_bytes_are_counted_and_nothing_else() =>
        Gen.OneOf(Gen.Byte.Array[0, 200], Mutations(StunVectors.Request), Mutations(StunVectors.ResponseIPv4))
            .Sample(bytes =>
            {
                var network = new IceNetwork();
                var node = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();

                node.Agent.HandlePacket(node.Address, Ends.At("192.0.2.2:1"), bytes, network.Now);

                Assert.Empty(network.Log);
                Assert.Equal(1, node.Agent.GetStatistics().Dropped);
            });

    [Fact]
    public void A_packet_that_is_not_genuine_costs_no_allocation()
    {
        var network = new IceNetwork();
        var node = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();
        var (from, forged) = (Ends.At("192.0.2.2:1"), Forge(node));
        node.Agent.HandlePacket(node.Address, from, forged, network.Now);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 100; count++)
        {
            node.Agent.HandlePacket(node.Address, from, forged, network.Now);
            node.Agent.HandlePacket(node.Address, from, StunVectors.Garbage, network.Now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(201, node.Agent.GetStatistics().Dropped);
    }

    [Fact]
    public void The_tag_of_any_check_and_answer_is_found_again()
    {
        var network = new IceNetwork();
        var left = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();

        Assert.True(IceDemux.TryReadTag(Forge(left), out var tag));
        Assert.Equal(left.Agent.Credentials.Tag, tag);
        Assert.False(IceDemux.TryReadTag([0, 1, 0, 0], out _));
        Gen.Byte.Array[0, 100].Sample(bytes => IceDemux.TryReadTag(bytes, out _) || true);
    }

    /// <summary>A check that is well-formed and names the agent, but was made with a wrong password.</summary>
    private static byte[] Forge(IceNode node)
    {
        var buffer = new byte[IceMessages.MaxLength];
        var generation = new IceGeneration(new IceCredentials(1, new string('w', 24)));
        generation.SetRemote(node.Agent.Credentials.Ufrag, new string('w', 24));
        var local = Candidate("192.0.2.2:1") with { Base = Ends.At("192.0.2.2:1") };
        var pair = new IcePair(
            generation, local, new IceRemoteCandidate(Candidate("192.0.2.1:5000")), Ends.At("192.0.2.1:5000"));
        return IceMessages.WriteRequest(buffer, new(1, 2), pair, IceRole.Controlled, 7, nominates: false).ToArray();
    }

    private static Gen<byte[]> Mutations(byte[] sample) =>
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Byte, Gen.Int[0, sample.Length]).Select((index, value, cut) =>
        {
            var mutated = (byte[])sample.Clone();
            mutated[index] = value;
            return cut == 0 ? mutated : mutated[..cut];
        });

    private static int Busiest(IEnumerable<TimeSpan> times)
    {
        var window = new Queue<TimeSpan>();
        var most = 0;
        foreach (var at in times.Order())
        {
            window.Enqueue(at);
            while (at - window.Peek() >= TimeSpan.FromSeconds(1))
            {
                window.Dequeue();
            }

            most = Math.Max(most, window.Count);
        }

        return most;
    }

    private static IceCandidate Candidate(string end) => new()
    {
        Type = IceCandidateType.Host,
        Address = Ends.At(end),
        Priority = IcePriority.OfCandidate(IceCandidateType.Host, 1),
        Foundation = end[..Math.Min(end.Length, 32)],
    };
}
