using System.Buffers.Binary;
using CsCheck;
using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class RatchetSpecs
{
    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);

    /// <summary>How many mutations are tried: more in the long run.</summary>
    private static int Mutations =>
        int.TryParse(Environment.GetEnvironmentVariable("RINGS_E2E_MUTATIONS"), out var count) ? count : 20_000;

    [Fact]
    public void Under_any_schedule_each_message_is_opened_once_or_reported() =>
        Gen.Int[0, 99].Array[20, 300].Sample(schedule =>
        {
            var world = new RatchetWorld();
            foreach (var step in schedule) world.Step(step);

            world.DeliverAll();

            world.Check();
        }, iter: 300);

    [Fact]
    public void No_key_and_nonce_are_used_twice_whatever_the_schedule() =>
        Gen.Int[0, 99].Array[20, 200].Sample(schedule =>
        {
            var world = new RatchetWorld();
            foreach (var step in schedule) world.Step(step);

            Assert.Equal(world.Sealed, world.Keys.Count);
        }, iter: 200);

    [Fact]
    public void A_mutated_message_gives_no_plaintext_no_exception_and_changes_nothing()
    {
        var (alice, bob) = Talking();
        var random = new Random(7);
        var message = alice.Seal(new byte[64]);

        for (var count = 0; count < Mutations; count++)
        {
            var mutated = Mutate(message, random);
            if (mutated.AsSpan().SequenceEqual(message)) continue;
            Assert.NotEqual(SessionFailure.None, bob.Open(mutated, Party.Now, out var plaintext));
            Assert.Null(plaintext);
        }

        Assert.Equal(SessionFailure.None, bob.Open(message, Party.Now, out _));
    }

    [Fact]
    public void A_message_opens_once()
    {
        var (alice, bob) = Talking();
        var message = alice.Seal([1]);

        Assert.Equal(SessionFailure.None, bob.Open(message, Party.Now, out _));
        Assert.Equal(SessionFailure.KeyGone, bob.Open(message, Party.Now, out _));
        Pass(alice, bob);
        Pass(bob, alice);
        Pass(alice, bob);
        Assert.Equal(SessionFailure.KeyGone, bob.Open(message, Party.Now, out _));
    }

    [Fact]
    public void Double_Ratchet_section_2_6_overtaken_messages_open_later_across_turns()
    {
        var (alice, bob) = Talking();
        var late = Enumerable.Range(0, 10).Select(number => alice.Seal([(byte)number])).ToList();
        Pass(bob, alice);
        Pass(alice, bob);

        Assert.Equal(10, bob.SkippedCount);
        foreach (var message in Enumerable.Reverse(late))
            Assert.Equal(SessionFailure.None, bob.Open(message, Party.Now, out _));
        Assert.Equal(0, bob.SkippedCount);
    }

    [Fact]
    public void At_most_a_thousand_keys_are_skipped_and_kept()
    {
        var (alice, bob) = Talking();
        var messages = Enumerable.Range(0, 2500).Select(_ => alice.Seal([1])).ToList();

        Assert.Equal(SessionFailure.TooFarAhead, bob.Open(messages[1001], Party.Now, out _));
        Assert.Equal(SessionFailure.None, bob.Open(messages[1000], Party.Now, out _));
        Assert.Equal(SessionFailure.None, bob.Open(messages[2001], Party.Now, out _));

        Assert.Equal(1000, bob.SkippedCount);
        Assert.Equal(SessionFailure.KeyGone, bob.Open(messages[0], Party.Now, out _));
        Assert.Equal(SessionFailure.None, bob.Open(messages[1500], Party.Now, out _));
    }

    [Fact]
    public void A_skipped_key_is_dropped_after_an_hour()
    {
        var (alice, bob) = Talking();
        var late = alice.Seal([1]);
        Pass(alice, bob);

        Assert.Equal(
            SessionFailure.KeyGone, bob.Open(late, Party.Now + TimeSpan.FromMinutes(61), out _));
        Assert.Equal(0, bob.SkippedCount);
    }

    [Fact]
    public void Texts_of_every_length_pass_and_one_too_long_is_refused()
    {
        var (alice, bob) = Talking();

        foreach (var length in new[] { 0, 1, 15, 16, 1000, SessionRules.MaxPlaintext - 1 })
        {
            var text = new byte[length];
            Assert.Equal(SessionFailure.None, bob.Open(alice.Seal(text), Party.Now, out var opened));
            Assert.Equal(text, opened);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => alice.Seal(new byte[SessionRules.MaxPlaintext]));
    }

    [Fact]
    public void Ciphertexts_of_one_text_differ_and_do_not_hold_it()
    {
        var (alice, _) = Talking();
        var text = "a text that must not be seen by anybody between"u8.ToArray();

        var first = alice.Seal(text);
        var second = alice.Seal(text);

        Assert.NotEqual(first, second);
        Assert.Equal(-1, first.AsSpan().IndexOf(text.AsSpan(0, 8)));
    }

    [Fact]
    public void Erasing_a_session_ends_it()
    {
        var (alice, bob) = Talking();
        var message = alice.Seal([1]);

        alice.Dispose();

        Assert.False(alice.CanSeal);
        Assert.Equal(SessionFailure.None, bob.Open(message, Party.Now, out _));
    }

    [Fact]
    public void The_session_of_a_message_can_be_told_without_opening_it()
    {
        var (alice, _) = Talking();

        Assert.True(Session.TryReadId(alice.Seal([1]), out var id));
        Assert.Equal(alice.Id.ToArray(), id.ToArray());
        Assert.False(Session.TryReadId([1, 2, 3], out _));
    }

    private static byte[] Mutate(byte[] message, Random random)
    {
        var mutated = (byte[])message.Clone();
        switch (random.Next(4))
        {
            case 0:
                mutated[random.Next(mutated.Length)] ^= (byte)random.Next(1, 256);
                return mutated;
            case 1:
                return mutated[..random.Next(mutated.Length)];
            case 2:
                return [.. mutated, .. new byte[random.Next(1, 10)]];
            default:
                // A number or a key of the header: what the ratchet computes with before the tag is known to hold.
                BinaryPrimitives.WriteInt32LittleEndian(mutated.AsSpan(random.Next(50, 62)), random.Next());
                return mutated;
        }
    }

    private (Session Alice, Session Bob) Talking()
    {
        var (alice, bob) = _alice.Meet(_bob);
        Pass(alice, bob);
        Pass(bob, alice);
        return (alice, bob);
    }

    private static void Pass(Session from, Session to) =>
        Assert.Equal(SessionFailure.None, to.Open(from.Seal([1, 2, 3]), Party.Now, out _));
}
