using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>All sessions of two ends over time, over networks that lose, repeat and reorder, and through restarts.</summary>
public sealed class ConversationSpecs
{
    private const int MessagesOfEach = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Over_a_good_network_all_is_delivered_in_one_session()
    {
        using var world = new ConversationWorld(seed: 1);
        world.Alice.Say(Patience);
        world.Run(TimeSpan.FromSeconds(3));
        Chat(world);

        Assert.All(Ends(world), end => Assert.All(end.Outcomes.Values, Is(null)));
        Assert.All(Ends(world), end => Assert.Equal(1, end.Sessions));
    }

    /// <summary>Each message ends once, with the truth: what counts as delivered was opened at the other end.</summary>
    [Fact]
    public void Whatever_the_network_does_each_message_ends_once_and_what_is_delivered_was_opened()
    {
        var delivered = 0;
        for (var seed = 1; seed <= 60; seed++)
        {
            using var world = new ConversationWorld(seed) { Loss = 0.2, Repetition = 0.3 };
            if (seed % 2 == 0) world.At(TimeSpan.FromSeconds(3) + world.Within(4), world.Bob.Restart);
            if (seed % 3 == 0) world.At(TimeSpan.FromSeconds(3) + world.Within(4), world.Alice.Restart);
            Chat(world);

            foreach (var end in Ends(world))
            {
                Assert.True(end.Sent.SetEquals(end.Outcomes.Keys), $"seed {seed}: a message has no outcome");
                Assert.Equal(0, end.Open);
                foreach (var (id, outcome) in end.Outcomes)
                {
                    if (outcome is not null) continue;
                    delivered++;
                    Assert.Contains(id.ToString(), end.Other.Opened);
                }
            }
        }

        Assert.True(delivered > 60 * MessagesOfEach, $"only {delivered} were delivered");
    }

    [Fact]
    public void A_seed_tells_the_same_story_again()
    {
        Assert.Equal(Story(7), Story(7));
        Assert.NotEqual(Story(7), Story(8));
    }

    [Fact]
    public void A_peer_that_does_not_answer_counts_as_away_and_the_next_message_tries_again()
    {
        using var world = new ConversationWorld(seed: 1) { Loss = 1 };
        var first = world.Alice.Say(Patience);
        world.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(Undelivered.Unreachable, world.Alice.Outcomes[first]);

        world.Loss = 0;
        var second = world.Alice.Say(Patience);
        world.Run(TimeSpan.FromSeconds(10));

        Assert.Null(world.Alice.Outcomes[second]);
    }

    [Fact]
    public void What_waits_is_bounded_and_the_rest_is_refused_at_once()
    {
        using var world = new ConversationWorld(1, new ConversationSettings { Waiting = 3 }) { Loss = 1 };

        var said = Enumerable.Range(0, 5).Select(_ => world.Alice.Say(Patience)).ToList();

        Assert.Equal(said[3..], world.Alice.Outcomes.Keys);
        Assert.All(world.Alice.Outcomes.Values, Is(Undelivered.Busy));
        Assert.Equal(3, world.Alice.Open);
    }

    [Fact]
    public void What_waits_for_a_receipt_is_bounded_and_the_rest_follows()
    {
        using var world = new ConversationWorld(1, new ConversationSettings { Window = 2 });
        for (var i = 0; i < 20; i++) world.Alice.Say(Patience);

        world.Run(Patience);

        Assert.Equal(2, world.Alice.MostUnderWay);
        Assert.Equal(20, world.Alice.Outcomes.Count);
        Assert.All(world.Alice.Outcomes.Values, Is(null));
    }

    [Fact]
    public void A_message_for_which_there_is_no_receiver_ends_so()
    {
        using var world = new ConversationWorld(seed: 1);
        world.Bob.HasReceiver = false;
        var id = world.Alice.Say(Patience);

        world.Run(Patience);

        Assert.Equal(Undelivered.Unsupported, world.Alice.Outcomes[id]);
    }

    [Fact]
    public void An_old_session_is_followed_by_another_while_messages_go_on()
    {
        using var world = new ConversationWorld(1, new ConversationSettings { RenewAfter = TimeSpan.FromMinutes(1) });
        for (var minute = 0; minute < 5; minute++)
        {
            world.Alice.Say(Patience);
            world.Run(TimeSpan.FromMinutes(1.5));
        }

        Assert.Equal(5, world.Alice.Outcomes.Count);
        Assert.All(world.Alice.Outcomes.Values, Is(null));
        Assert.Equal(5, world.Alice.Sessions);
    }

    [Fact]
    public void An_old_session_goes_on_as_long_as_no_other_can_be_agreed_on()
    {
        var settings = new ConversationSettings { RenewAfter = TimeSpan.FromMinutes(1), Window = 1 };
        using var world = new ConversationWorld(1, settings);
        world.Alice.Say(Patience);
        world.Run(TimeSpan.FromMinutes(1.5));
        world.LosesHellos = true;

        for (var i = 0; i < 20; i++) world.Alice.Say(Patience);
        world.Run(TimeSpan.FromMinutes(1));

        Assert.Equal(21, world.Alice.Outcomes.Count);
        Assert.All(world.Alice.Outcomes.Values, Is(null));
        Assert.Equal(1, world.Alice.Sessions);
    }

    [Fact]
    public void A_session_that_the_peer_began_and_never_confirmed_is_dropped()
    {
        using var world = new ConversationWorld(seed: 1);
        world.Alice.Say(TimeSpan.FromMilliseconds(1));
        world.Alice.Restart();
        world.Run(TimeSpan.FromSeconds(1));
        Assert.False(world.Bob.IsEstablished);

        var answer = world.Bob.Say(Patience);
        world.Run(TimeSpan.FromSeconds(10));

        Assert.Null(world.Bob.Outcomes[answer]);
    }

    private static void Chat(ConversationWorld world)
    {
        for (var i = 0; i < MessagesOfEach; i++)
        {
            foreach (var end in Ends(world)) world.At(world.Within(10), () => end.Say(Patience));
        }

        world.Run(TimeSpan.FromMinutes(2));
    }

    private static string Story(int seed)
    {
        using var world = new ConversationWorld(seed) { Loss = 0.2, Repetition = 0.3 };
        Chat(world);
        return string.Join('\n', Ends(world).Select(end =>
            string.Join(' ', end.Outcomes.OrderBy(entry => entry.Key.ToString()).Select(entry => entry.Value))
            + string.Join(' ', end.Opened)));
    }

    private static ConversationWorld.End[] Ends(ConversationWorld world) => [world.Alice, world.Bob];

    private static Action<Undelivered?> Is(Undelivered? expected) =>
        outcome => Assert.Equal(expected, outcome);
}
