using CsCheck;
using Rings.Actors.Peers;
using Rings.Protocol;

namespace Rings.Actors.Tests.Peers;

public sealed class RememberedPeersSpecs
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    [Fact]
    public void There_are_never_more_than_the_bound_and_the_linked_ones_are_among_them()
    {
        const int Capacity = 8;
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 15]).Array[0, 200].Sample(steps =>
        {
            var peers = new RememberedPeers(Capacity);
            var linked = new HashSet<Did>();
            var now = Now;
            foreach (var (what, number) in steps)
            {
                now += TimeSpan.FromSeconds(1);
                var peer = Peer(number);
                switch (what)
                {
                    case 0 when linked.Count < Capacity || linked.Contains(peer):
                        peers.Linked(peer, now);
                        linked.Add(peer);
                        break;

                    case 1:
                        peers.Unlinked(peer, now);
                        linked.Remove(peer);
                        break;

                    case 2:
                        peers.Reached(peer, Address(number), announced: true, now);
                        break;

                    default:
                        peers.Missed(peer);
                        break;
                }

                Assert.True(peers.All.Length <= Capacity);
                Assert.Superset(linked, peers.All.Select(known => known.Did).ToHashSet());
            }
        });
    }

    [Fact]
    public void At_the_bound_one_without_an_address_goes_first_then_the_one_seen_longest_ago()
    {
        var peers = new RememberedPeers(3);
        Meet(peers, 1, Now, Address(1));
        Meet(peers, 2, Now + Seconds(1), null);
        Meet(peers, 3, Now + Seconds(2), Address(3));

        Meet(peers, 4, Now + Seconds(3), Address(4));
        Assert.Equal([Peer(1), Peer(3), Peer(4)], Known(peers));

        Meet(peers, 5, Now + Seconds(4), Address(5));
        Assert.Equal([Peer(3), Peer(4), Peer(5)], Known(peers));
    }

    [Fact]
    public void The_last_seen_is_dialled_first_and_one_that_did_not_answer_after_all_others()
    {
        var peers = new RememberedPeers(8);
        Meet(peers, 1, Now, Address(1));
        Meet(peers, 2, Now + Seconds(1), Address(2));
        Meet(peers, 3, Now + Seconds(2), null);

        Assert.Equal([Peer(2), Peer(1)], peers.Contacts.Select(contact => contact.Did));
        Assert.Equal($"http://192.0.2.2:50001/#{Peer(2)}", peers.Contacts[0].Address.AbsoluteUri);

        peers.Missed(Peer(2));
        Assert.Equal([Peer(1), Peer(2)], peers.Contacts.Select(contact => contact.Did));

        peers.Linked(Peer(2), Now + Seconds(3));
        Assert.Equal([Peer(2), Peer(1)], peers.Contacts.Select(contact => contact.Did));
    }

    [Fact]
    public void A_peer_that_is_linked_is_seen_until_it_is_not()
    {
        var peers = new RememberedPeers(8);
        peers.Linked(Peer(1), Now);
        peers.Linked(Peer(2), Now);

        peers.Refresh(Now + Seconds(5));
        peers.Unlinked(Peer(1), Now + Seconds(7));
        peers.Unlinked(Peer(1), Now + Seconds(8));

        Assert.Equal(
            [Now + Seconds(7), Now + Seconds(5)], peers.All.OrderBy(peer => peer.Did == Peer(2)).Select(peer => peer.LastSeen));
    }

    [Fact]
    public void An_announced_number_replaces_a_number_but_no_name()
    {
        var peers = new RememberedPeers(8);
        var name = new Uri("https://seed.example/");
        peers.Reached(Peer(1), name, announced: false, Now);
        peers.Reached(Peer(1), Address(1), announced: true, Now);
        peers.Reached(Peer(2), Address(1), announced: true, Now);
        peers.Reached(Peer(2), Address(2), announced: true, Now);
        peers.Reached(Peer(3), new Uri($"http://192.0.2.3/{new string('a', 512)}"), announced: true, Now);

        Assert.Equal([name, Address(2)], peers.All.OrderBy(peer => peer.Did == Peer(2)).Select(peer => peer.Address));
    }

    [Fact]
    public void A_time_that_has_not_come_yet_counts_as_now()
    {
        var peers = new RememberedPeers(8);

        peers.Restore([new(Peer(1), Now + Seconds(60), null), new(Peer(2), Now - Seconds(60), null)], Now);

        Assert.Equal([Now, Now - Seconds(60)], peers.All.Select(peer => peer.LastSeen).OrderDescending());
    }

    private static void Meet(RememberedPeers peers, int number, Instant now, Uri? address)
    {
        peers.Linked(Peer(number), now);
        if (address is not null) peers.Reached(Peer(number), address, announced: true, now);
        peers.Unlinked(Peer(number), now);
    }

    private static IEnumerable<Did> Known(RememberedPeers peers) =>
        peers.All.Select(peer => peer.Did).OrderBy(did => Did.Zero.DistanceTo(did));

    private static Did Peer(int number) => Did.Zero.Finger(number);

    private static Uri Address(int number) => new($"http://192.0.2.{number}:50001/");

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
