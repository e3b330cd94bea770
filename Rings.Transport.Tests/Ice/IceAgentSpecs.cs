using CsCheck;
using Rings.Transport.Ice;

namespace Rings.Transport.Tests.Ice;

public sealed class IceAgentSpecs
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(35);

    [Fact]
    public void Rfc_8445_two_hosts_connect_over_mirrored_pairs()
    {
        var network = new IceNetwork();
        var (offerer, answerer) = Pair(network);

        Exchange(network, offerer, answerer);

        AssertConnected(offerer, answerer);
        Assert.Equal([IceState.Checking, IceState.Connected], offerer.States);
        Assert.Equal([IceState.Checking, IceState.Connected], answerer.States);
    }

    [Fact]
    public void A_warm_path_is_nominated_within_five_trips_and_two_paces()
    {
        var network = new IceNetwork { Delay = TimeSpan.FromMilliseconds(1) };
        var (offerer, answerer) = Pair(network);
        var start = network.Now;

        Exchange(network, offerer, answerer);

        Assert.InRange(network.Now - start, TimeSpan.Zero, TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public void Rfc_8445_section_7_3_checks_that_overtake_the_answer_are_taken_up_when_it_comes()
    {
        var network = new IceNetwork();
        var (offerer, answerer) = Pair(network);

        answerer.Meet(offerer);
        network.Run(TimeSpan.FromMilliseconds(300));
        Assert.Equal(IceState.New, offerer.Agent.State);
        offerer.Agent.SetRemote(answerer.Describe() with { Candidates = [] }, network.Now);
        network.Run(TimeSpan.FromSeconds(2));

        AssertConnected(offerer, answerer);
        Assert.Equal(IceCandidateType.PeerReflexive, offerer.Agent.GetStatistics().Remote!.Type);
    }

    [Theory]
    [InlineData(IceRole.Controlling)]
    [InlineData(IceRole.Controlled)]
    internal void Rfc_8445_section_7_3_1_1_a_role_conflict_is_settled_by_the_tie_breaker(IceRole both)
    {
        for (var seed = 1; seed <= 20; seed++)
        {
            var network = new IceNetwork(seed);
            var left = network.Add(both, "192.0.2.1:5000").WithHost();
            var right = network.Add(both, "192.0.2.2:5000").WithHost();

            Exchange(network, left, right);

            AssertConnected(left, right);
            Assert.NotEqual(left.Agent.Role, right.Agent.Role);
        }
    }

    [Fact]
    public void Any_five_lost_packets_any_order_and_duplicates_still_lead_to_one_pair() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[0, 40].Array[0, 5], Gen.Int[0, 300]).Sample((seed, lost, jitter) =>
        {
            var network = new IceNetwork(seed)
            {
                Jitter = TimeSpan.FromMilliseconds(jitter),
                Duplication = 0.2,
                IsLost = number => lost.Contains((int)Math.Min(number, int.MaxValue)),
            };
            var (offerer, answerer) = Pair(network);

            Exchange(network, offerer, answerer);

            AssertConnected(offerer, answerer);
        }, iter: 300);

    [Fact]
    public void Under_heavy_loss_whoever_connects_does_so_to_the_other_and_nothing_throws() =>
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[0, 80]).Sample((seed, percent) =>
        {
            var chance = new Random(seed);
            var network = new IceNetwork(seed) { IsLost = _ => chance.Next(100) < percent };
            var (offerer, answerer) = Pair(network);

            Exchange(network, offerer, answerer, TimeSpan.FromMinutes(2));

            foreach (var (node, other) in new[] { (offerer, answerer), (answerer, offerer) })
            {
                Assert.Contains(node.Agent.State, Settled);
                Assert.True(node.Selected == default || node.Selected == (node.Address, other.Address));
            }
        }, iter: 100);

    [Fact]
    public void A_lite_peer_is_controlled_whatever_was_agreed()
    {
        var network = new IceNetwork();
        var full = network.Add(IceRole.Controlled, "192.0.2.1:5000").WithHost();
        var lite = network.Add(IceRole.Controlled, "192.0.2.2:5000").WithHost();

        full.Agent.SetRemote(lite.Describe(lite: true), network.Now);
        network.Run(TimeSpan.FromSeconds(2));

        Assert.Equal(IceState.Connected, full.Agent.State);
        Assert.Equal(IceRole.Controlling, full.Agent.Role);
        Assert.Equal((full.Address, lite.Address), full.Selected);
    }

    [Fact]
    public void A_relay_only_agent_answers_nothing_that_comes_to_its_socket()
    {
        var network = new IceNetwork();
        var strict = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithRelay("203.0.113.9:50000");
        var open = network.Add(IceRole.Controlled, "192.0.2.2:5000").WithHost();

        open.Agent.SetRemote(
            strict.Describe() with { Candidates = [Host("192.0.2.1:5000"), .. strict.Describe().Candidates] },
            network.Now);
        strict.Meet(open);
        network.Run(TimeSpan.FromSeconds(3));

        Assert.Equal((Ends.At("203.0.113.9:50000"), open.Address), strict.Selected);
        Assert.DoesNotContain(network.Log, packet => packet.From == strict.Address);
    }

    [Fact]
    public void An_agent_without_a_path_fails_at_its_deadline_and_says_so()
    {
        var network = new IceNetwork { IsLost = static _ => true };
        var (offerer, answerer) = Pair(network);

        Exchange(network, offerer, answerer, Long);

        Assert.Equal(IceState.Failed, offerer.Agent.State);
        Assert.Contains("no path", offerer.Reason, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.MaxValue, offerer.Agent.NextTimeout);
    }

    [Fact]
    public void Rfc_8445_section_2_4_a_restart_moves_to_new_addresses_without_a_gap()
    {
        var network = new IceNetwork();
        var (offerer, answerer) = Pair(network);
        Exchange(network, offerer, answerer);
        var before = offerer.Agent.Credentials;

        offerer.Agent.Restart(IceCredentials.Create(network.Fill), IceRole.Controlling);
        answerer.Agent.Restart(IceCredentials.Create(network.Fill), IceRole.Controlled);
        offerer.WithHost();
        answerer.WithHost();
        network.Run(TimeSpan.FromSeconds(8)); // Consent of the old pair goes on meanwhile.
        Assert.Equal(IceState.Connected, offerer.Agent.State);
        Assert.Equal(before, offerer.Agent.PreviousCredentials);
        Exchange(network, offerer, answerer, TimeSpan.FromSeconds(3));

        AssertConnected(offerer, answerer);
        Assert.Null(offerer.Agent.PreviousCredentials);
        Assert.Equal([IceState.Checking, IceState.Connected], offerer.States);
        Assert.Equal([(offerer.Address, answerer.Address)], offerer.Routes);
    }

    [Fact]
    public void A_failed_agent_comes_back_by_a_restart()
    {
        var network = new IceNetwork { IsLost = static _ => true };
        var (offerer, answerer) = Pair(network);
        Exchange(network, offerer, answerer, Long);
        network.IsLost = static _ => false;

        offerer.Agent.Restart(IceCredentials.Create(network.Fill), IceRole.Controlling);
        answerer.Agent.Restart(IceCredentials.Create(network.Fill), IceRole.Controlled);
        Exchange(network, offerer.WithHost(), answerer.WithHost());

        AssertConnected(offerer, answerer);
    }

    [Fact]
    public void Closing_closes_every_route_and_ends_every_timer()
    {
        var network = new IceNetwork();
        var (offerer, answerer) = Pair(network);
        Exchange(network, offerer, answerer);

        offerer.Agent.Close();
        offerer.Agent.Close();

        Assert.Empty(offerer.Routes);
        Assert.Equal(TimeSpan.MaxValue, offerer.Agent.NextTimeout);
        Assert.Equal(IceState.Closed, offerer.States[^1]);
    }

    private static IceState[] Settled =>
        [IceState.Connected, IceState.Failed, IceState.Disconnected];

    private static (IceNode Offerer, IceNode Answerer) Pair(IceNetwork network) => (
        network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost(),
        network.Add(IceRole.Controlled, "192.0.2.2:5000").WithHost());

    private static void Exchange(IceNetwork network, IceNode offerer, IceNode answerer, TimeSpan? limit = null)
    {
        var (offer, answer) = (offerer.Describe(), answerer.Describe());
        answerer.Agent.SetRemote(offer, network.Now);
        offerer.Agent.SetRemote(answer, network.Now);
        network.Run(limit ?? TimeSpan.FromSeconds(29), () => limit is null
            && offerer.Agent.State == IceState.Connected && answerer.Agent.State == IceState.Connected);
    }

    private static void AssertConnected(IceNode left, IceNode right)
    {
        Assert.Equal(IceState.Connected, left.Agent.State);
        Assert.Equal(IceState.Connected, right.Agent.State);
        Assert.Equal(left.Selected.Remote, right.Selected.Local);
        Assert.Equal(left.Selected.Local, right.Selected.Remote);
    }

    private static IceCandidate Host(string end) => new()
    {
        Type = IceCandidateType.Host,
        Address = Ends.At(end),
        Priority = IcePriority.OfCandidate(IceCandidateType.Host, 1),
        Foundation = "1",
    };
}
