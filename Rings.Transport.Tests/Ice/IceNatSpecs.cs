using Rings.Transport.Ice;

namespace Rings.Transport.Tests.Ice;

public sealed class IceNatSpecs
{
    public static TheoryData<string, string, bool> Matrix()
    {
        var data = new TheoryData<string, string, bool>();
        string[] kinds = ["none", "full cone", "restricted cone", "port-restricted cone", "symmetric"];
        foreach (var left in kinds)
        {
            foreach (var right in kinds)
            {
                // A symmetric NAT shows each peer another port, which one that filters by port cannot let in.
                var blocked = (left == "symmetric" && FiltersPorts(right))
                    || (right == "symmetric" && FiltersPorts(left));
                data.Add(left, right, !blocked);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Rfc_4787_nats_let_through_what_their_kinds_allow(string left, string right, bool direct)
    {
        var network = new IceNetwork();
        var (offerer, answerer) = Nodes(network, left, right);

        Meet(network, offerer.WithHost().WithReflexive(), answerer.WithHost().WithReflexive());

        var expected = direct ? IceState.Connected : IceState.Failed;
        Assert.Equal(expected, offerer.Agent.State);
        Assert.Equal(expected, answerer.Agent.State);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void A_relay_on_one_side_always_leads_to_a_path_and_is_used_only_where_it_must_be(
        string left, string right, bool direct)
    {
        var network = new IceNetwork();
        var (offerer, answerer) = Nodes(network, left, right);

        Meet(
            network, offerer.WithHost().WithReflexive().WithRelay("203.0.113.200:50000"),
            answerer.WithHost().WithReflexive());

        Assert.Equal(IceState.Connected, offerer.Agent.State);
        Assert.Equal(IceState.Connected, answerer.Agent.State);
        Assert.Equal(direct, offerer.Selected.Local == offerer.Address);
    }

    private static bool FiltersPorts(string kind) => kind is "symmetric" or "port-restricted cone";

    private static (IceNode Offerer, IceNode Answerer) Nodes(IceNetwork network, string left, string right) => (
        network.Add(IceRole.Controlling, left == "none" ? "192.0.2.1:5000" : "10.0.0.1:5000", Box(left, "203.0.113.1")),
        network.Add(IceRole.Controlled, right == "none" ? "192.0.2.2:5000" : "10.9.0.2:5000",
            Box(right, "203.0.113.2")));

    private static void Meet(IceNetwork network, IceNode offerer, IceNode answerer)
    {
        var (offer, answer) = (offerer.Describe(), answerer.Describe());
        answerer.Agent.SetRemote(offer, network.Now);
        network.Run(TimeSpan.FromMilliseconds(40)); // The answer takes its own way.
        offerer.Agent.SetRemote(answer, network.Now);
        network.Run(TimeSpan.FromSeconds(35), () =>
            offerer.Agent.State is IceState.Connected && answerer.Agent.State is IceState.Connected);
    }

    private static NatBox? Box(string kind, string address) => kind switch
    {
        "full cone" => NatBox.FullCone(address),
        "restricted cone" => NatBox.RestrictedCone(address),
        "port-restricted cone" => NatBox.PortRestrictedCone(address),
        "symmetric" => NatBox.Symmetric(address),
        _ => null,
    };
}
