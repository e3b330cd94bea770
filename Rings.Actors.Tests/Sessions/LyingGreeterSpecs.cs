using System.Text;
using Rings.Actors.Tests.Simulation;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;
using Delivered = Rings.Actors.Public.RingsNodeProtocol.Delivered;

namespace Rings.Actors.Tests.Sessions;

/// <summary>
/// A member that says hellos without end, to whole nodes in virtual time: newcomers by other links begin their sessions,
/// and whoever finds no room is told so.
/// </summary>
public sealed class LyingGreeterSpecs
{
    [Fact]
    public void Hellos_without_a_valid_signature_inside_take_no_place()
    {
        using var ring = SessionSpecs.Ring(41, nodes: 4, "rings.sessions.hellos = 128");
        var liar = new DishonestMember(ring, ring["n1"], "liar");

        liar.SayWorthlessHellos(ring["n1"].Did, count: 300, perSecond: 100);

        Assert.Empty(liar.Peer.Kinds); // Nothing that breaks a rule is answered.
        AssertHears(ring, "n2", "n1");
    }

    [Fact]
    public void One_Did_gets_64_hellos_answered_and_a_stranger_by_the_same_link_gets_its_own()
    {
        using var ring = SessionSpecs.Ring(42, nodes: 4, "rings.sessions.hellos = 256");
        var liar = new DishonestMember(ring, ring["n1"], "liar");

        liar.SayHellos(ring["n1"].Did, count: 300, perSecond: 100);

        Assert.Equal(64, liar.Peer.Kinds.Count(kind => kind == Kind.SessionReply));
        Assert.Equal(236, liar.Peer.Kinds.Count(kind => kind == Kind.Busy));
        AssertHears(ring, "n2", "n1");
        liar.SayHellosOfStrangers(ring["n1"].Did, count: 1, perSecond: 1);
        Assert.Equal(65, liar.Peer.Kinds.Count(kind => kind == Kind.SessionReply));
    }

    [Theory]
    [InlineData("rings.sessions.hellos = 64")]
    [InlineData("rings.sessions.open = 128")]
    public void Many_Dids_by_one_link_take_its_share_and_newcomers_by_other_links_begin_their_sessions(string bound)
    {
        using var ring = SessionSpecs.Ring(43, nodes: 4, bound);
        var liar = new DishonestMember(ring, ring["n1"], "liar");

        liar.SayHellosOfStrangers(ring["n1"].Did, count: 120, perSecond: 20);

        Assert.InRange(liar.Peer.Kinds.Count(kind => kind == Kind.SessionReply), 16, 33); // Half of 64.
        Assert.Contains(Kind.Busy, liar.Peer.Kinds);
        AssertHears(ring, "n0", "n1");
        AssertHears(ring, "n2", "n1");
        AssertHears(ring, "n3", "n1");
    }

    [Fact]
    public void Places_of_hellos_come_back_when_they_are_too_old_to_be_said_again()
    {
        using var ring = SessionSpecs.Ring(44, nodes: 3, "rings.sessions.hellos = 8");
        var liar = new DishonestMember(ring, ring["n1"], "liar");
        liar.SayHellos(ring["n1"].Did, count: 20, perSecond: 10);
        var answered = liar.Peer.Kinds.Count(kind => kind == Kind.SessionReply);
        Assert.InRange(answered, 1, 7);

        ring.World.Run(TimeSpan.FromMinutes(13));
        liar.SayHellos(ring["n1"].Did, count: 20, perSecond: 10);

        Assert.Equal(2 * answered, liar.Peer.Kinds.Count(kind => kind == Kind.SessionReply));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whoever_finds_no_room_for_a_session_is_told_so_and_gets_in_once_there_is_some(bool mail)
    {
        using var ring = SessionSpecs.Ring(45, nodes: 4, "rings.sessions.hellos = 1");
        ring.Register(ring["n1"], "chat/1", []);
        ring.Ask<Delivered>(ring["n2"], Say(ring["n1"], mail));

        Assert.Equal(Undelivered.Busy, ring.Ask<NotSent>(ring["n3"], Say(ring["n1"], mail)).Reason);

        ring.World.Run(TimeSpan.FromMinutes(13));
        ring.Ask<Delivered>(ring["n3"], Say(ring["n1"], mail));
    }

    private static void AssertHears(SimulatedRing ring, string from, string to)
    {
        var received = new List<Received>();
        ring.Register(ring[to], $"chat/{from}", received);
        ring.Ask<Delivered>(ring[from], new Send(ring[to].Did, $"chat/{from}", Encoding.UTF8.GetBytes(from), Mail: false));
        Assert.Equal(from, Encoding.UTF8.GetString(Assert.Single(received).Payload));
    }

    private static Send Say(SimulatedNode to, bool mail) => new(to.Did, "chat/1", [1], Mail: mail);
}
