using System.Text;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.TestKit;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Mail;

/// <summary>Mail between nodes that are never online together.</summary>
public sealed class MailboxSpecs
{
    [Fact]
    public void Two_that_are_never_online_together_exchange_messages_though_two_of_eight_others_are_killed()
    {
        using var ring = Sessions.SessionSpecs.Ring(1, nodes: 8);
        var (fromAda, fromBob) = (new List<Received>(), new List<Received>());

        // Bob comes, leaves his prekey, and goes.
        Come(ring, "bob", fromAda);
        var bob = ring["bob"].Did;
        Go(ring, "bob");

        Come(ring, "ada", fromBob);
        var ada = ring["ada"].Did;
        for (var i = 0; i < 20; i++) ring.Ask<Mailed>(ring["ada"], new Send(bob, "chat/1", Text($"to bob {i}")));
        Go(ring, "ada");
        ring.Kill("n3");
        Settle(ring);

        Come(ring, "bob", fromAda);
        ring.World.Run(TimeSpan.FromMinutes(3));
        Assert.Equal(Names("to bob", 20), fromAda.Select(Text).Order());
        Assert.All(fromAda, message => Assert.True(message.IsSealed));
        AssertIsEmpty(ring, bob);
        for (var i = 0; i < 20; i++) ring.Ask<Mailed>(ring["bob"], new Send(ada, "chat/1", Text($"to ada {i}")));
        Go(ring, "bob");
        ring.Kill("n5");
        Settle(ring);

        Come(ring, "ada", fromBob);
        ring.World.Run(TimeSpan.FromMinutes(3));
        Assert.Equal(Names("to ada", 20), fromBob.Select(Text).Order());
        Assert.Equal(20, fromAda.Count);
        AssertIsEmpty(ring, ada);
    }

    [Fact]
    public void The_sender_hears_that_its_letter_was_fetched()
    {
        using var ring = Sessions.SessionSpecs.Ring(2, nodes: 5);
        var received = new List<Received>();
        Come(ring, "bob", received);
        Go(ring, "bob");
        var events = new List<object>();
        ring.Subscribe(ring["n1"], events.Add);
        var mailed = ring.Ask<Mailed>(ring["n1"], new Send(ring["bob"].Did, "chat/1", Text("hello")));
        ring.World.Run(TimeSpan.FromMinutes(3));
        Assert.Empty(events.OfType<MailFetched>());

        Come(ring, "bob", received);
        ring.World.Run(TimeSpan.FromMinutes(3));

        Assert.Equal(new MailFetched(ring["bob"].Did, mailed.Id), Assert.Single(events.OfType<MailFetched>()));
        Assert.Equal("hello", Text(Assert.Single(received)));
    }

    [Fact]
    public void A_letter_that_is_taken_back_is_never_read()
    {
        using var ring = Sessions.SessionSpecs.Ring(12, nodes: 5);
        var received = new List<Received>();
        Come(ring, "bob", received);
        var bob = ring["bob"].Did;
        Go(ring, "bob");
        var (first, second) = (Post(ring, bob, "regretted"), Post(ring, bob, "meant"));
        Assert.Equal([first, second], ring.Ask<PostedLetters>(ring["n1"], ListPosted.Instance).Letters.Select(letter => letter.Id));

        var withdrawn = ring.Ask<LetterWithdrawn>(ring["n1"], new WithdrawLetter(first));

        Assert.Equal((bob, first), (withdrawn.Letter.To, withdrawn.Letter.Id));
        Assert.Equal(second, Assert.Single(ring.Ask<PostedLetters>(ring["n1"], ListPosted.Instance).Letters).Id);
        Assert.False(ring.Ask<LetterStays>(ring["n1"], new WithdrawLetter(first)).IsKnown);
        Assert.False(ring.Ask<LetterStays>(ring["n2"], new WithdrawLetter(second)).IsKnown);
        Come(ring, "bob", received);
        ring.World.Run(TimeSpan.FromMinutes(3));
        Assert.Equal("meant", Text(Assert.Single(received)));
    }

    private static string Post(SimulatedRing ring, Rings.Protocol.Did to, string text) =>
        ring.Ask<Mailed>(ring["n1"], new Send(to, "chat/1", Text(text))).Id;

    [Fact]
    public void Without_a_prekey_nothing_can_be_sealed_and_the_sender_is_told()
    {
        using var ring = Sessions.SessionSpecs.Ring(3, nodes: 3);
        var nobody = ring["n0"].Did + Rings.Protocol.Distance.PowerOfTwo(5);

        var refused = ring.Ask<NotSent>(
            ring["n1"], new Send(nobody, "chat/1", Text("hello")), TimeSpan.FromMinutes(5));

        Assert.Equal(Undelivered.Unreachable, refused.Reason);
    }

    [Fact]
    public void A_letter_that_nobody_takes_stays_until_its_receiver_is_there()
    {
        using var ring = Sessions.SessionSpecs.Ring(4, nodes: 5);
        Come(ring, "bob", []);
        Go(ring, "bob");
        ring.Ask<Mailed>(ring["n1"], new Send(ring["bob"].Did, "later/1", Text("hello")));
        Come(ring, "bob", []);
        ring.World.Run(TimeSpan.FromMinutes(3));

        var received = new List<Received>();
        ring.Register(ring["bob"], "later/1", received);
        ring.World.Run(TimeSpan.FromMinutes(3));

        Assert.Equal("hello", Text(Assert.Single(received)));
    }

    [Fact]
    public void One_sender_does_not_fill_a_mailbox()
    {
        using var ring = Sessions.SessionSpecs.Ring(5, nodes: 4);
        Come(ring, "bob", []);
        Go(ring, "bob");
        for (var i = 0; i < MailPlaces.MaxUnread; i++)
            ring.Ask<Mailed>(ring["n1"], new Send(ring["bob"].Did, "chat/1", [(byte)i]), TimeSpan.FromMinutes(5));

        var refused = ring.Ask<NotSent>(
            ring["n1"], new Send(ring["bob"].Did, "chat/1", [0]), TimeSpan.FromMinutes(5));

        Assert.Equal(Undelivered.Busy, refused.Reason);
    }

    private static void Come(SimulatedRing ring, string name, List<Received> received)
    {
        ring.Start(name, "n0");
        ring.Register(ring[name], "chat/1", received);
        Settle(ring);
    }

    private static void Go(SimulatedRing ring, string name)
    {
        ring.Ask<Left>(ring[name], Leave.Instance);
        ring[name].IsAlive = false;
        Settle(ring);
    }

    private static void Settle(SimulatedRing ring)
    {
        Assert.True(ring.RunUntilIdeal(TimeSpan.FromSeconds(180)), ring.Describe());
        ring.World.Run(TimeSpan.FromSeconds(40));
    }

    private static void AssertIsEmpty(SimulatedRing ring, Rings.Protocol.Did owner)
    {
        foreach (var place in MailPlaces.MailboxOf(owner))
        {
            var found = ring.Read(ring["n0"], place);
            Assert.True(found.IsFinal);
            Assert.Empty(found.Records);
        }
    }

    private static IEnumerable<string> Names(string text, int count) =>
        Enumerable.Range(0, count).Select(number => $"{text} {number}").Order();

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Received message) => Encoding.UTF8.GetString(message.Payload);
}
