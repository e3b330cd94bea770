using Rings.Transport.Ice;

namespace Rings.Transport.Tests.Ice;

public sealed class IceConsentSpecs
{
    [Fact]
    public void Rfc_7675_section_5_1_consent_is_asked_for_every_four_to_six_seconds()
    {
        var (network, offerer, _) = Connected();
        network.Log.Clear();

        network.Run(TimeSpan.FromMinutes(10));

        // Both sides ask and both answer: half of what one address sends are questions.
        var own = network.Log.Where(packet => packet.From == offerer.Address).Select(packet => packet.At).ToList();
        Assert.InRange(own.Count, 2 * 600 / 6, 2 * 600 / 4);
        Assert.Equal(IceState.Connected, offerer.Agent.State);
    }

    [Fact]
    public void Rfc_7675_section_5_1_a_silent_peer_is_disconnected_first_and_failed_after_thirty_seconds()
    {
        var (network, offerer, _) = Connected();
        network.IsLost = static _ => true;
        var start = network.Now;

        network.Run(TimeSpan.FromMinutes(1), () => offerer.Agent.State == IceState.Disconnected);
        var silent = network.Now - start;
        network.Run(TimeSpan.FromMinutes(1), () => offerer.Agent.State == IceState.Failed);
        var dead = network.Now - start;
        network.Log.Clear();
        network.Run(TimeSpan.FromMinutes(1));

        Assert.InRange(silent, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(12));
        Assert.InRange(dead, TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(30));
        Assert.Contains("has not consented", offerer.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(network.Log, packet => packet.From == offerer.Address);
    }

    [Fact]
    public void A_peer_that_answers_again_is_connected_again()
    {
        var (network, offerer, answerer) = Connected();
        network.IsLost = static _ => true;
        network.Run(TimeSpan.FromMinutes(1), () => offerer.Agent.State == IceState.Disconnected);
        network.IsLost = static _ => false;

        network.Run(TimeSpan.FromSeconds(7));

        Assert.Equal(IceState.Connected, offerer.Agent.State);
        Assert.Equal(IceState.Connected, answerer.Agent.State);
    }

    [Fact]
    public void Data_that_comes_in_keeps_a_connection_from_being_called_disconnected_but_not_from_failing()
    {
        var (network, offerer, _) = Connected();
        network.IsLost = static _ => true;
        var start = network.Now;

        while (offerer.Agent.State == IceState.Connected && network.Now - start < TimeSpan.FromMinutes(1))
        {
            offerer.Agent.NoteReceived(network.Now);
            network.Run(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([IceState.Checking, IceState.Connected, IceState.Failed], offerer.States);
    }

    [Fact]
    public void An_answer_from_elsewhere_or_with_a_wrong_key_is_no_consent()
    {
        var (network, offerer, answerer) = Connected();
        answerer.Agent.Close();

        network.Run(TimeSpan.FromSeconds(31));

        Assert.Equal(IceState.Failed, offerer.Agent.State);
    }

    [Fact]
    public void The_round_trip_is_measured()
    {
        var (network, offerer, _) = Connected();

        network.Run(TimeSpan.FromSeconds(30));

        var statistics = offerer.Agent.GetStatistics();
        Assert.Equal(TimeSpan.FromMilliseconds(20), statistics.RoundTrip);
        Assert.Equal(0, statistics.Dropped);
        Assert.Single(statistics.Pairs);
    }

    private static (IceNetwork Network, IceNode Offerer, IceNode Answerer) Connected()
    {
        var network = new IceNetwork();
        var offerer = network.Add(IceRole.Controlling, "192.0.2.1:5000").WithHost();
        var answerer = network.Add(IceRole.Controlled, "192.0.2.2:5000").WithHost();
        answerer.Meet(offerer);
        offerer.Meet(answerer);
        network.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(IceState.Connected, answerer.Agent.State);
        return (network, offerer, answerer);
    }
}
