using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>The bounds of what a partner may say in a handshake and in a session.</summary>
public sealed class SessionBoundSpecs
{
    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);

    [Theory]
    [InlineData(0, SessionFailure.Malformed)]
    [InlineData(1, SessionFailure.None)]
    [InlineData(8, SessionFailure.None)]
    [InlineData(9, SessionFailure.Malformed)]
    public void A_hello_offers_one_to_eight_ciphers(int suites, SessionFailure expected)
    {
        using var hello = SessionInitiator.Begin(
            _alice.Signer, _bob.Address, [.. Enumerable.Repeat(SessionSuite.Aes256Gcm, suites)], _alice.Fill,
            Party.Now);

        Assert.Equal(expected, _bob.Responder.Answer(hello.Hello, _alice.Delegation, Party.Now, out _, out _));
    }

    [Fact]
    public void Of_crossing_hellos_the_one_with_the_smaller_hash_stands()
    {
        using var left = _alice.Begin(_bob);
        using var right = _bob.Begin(_alice);
        var isLeft = left.HelloHash.Span.SequenceCompareTo(right.HelloHash.Span) < 0;

        Assert.Equal(isLeft, left.Stands(right.Hello));
        Assert.Equal(!isLeft, right.Stands(left.Hello));
        Assert.False(left.Stands(left.Hello)); // Sent back to its author.
    }

    [Fact]
    public void A_text_shorter_than_its_id_is_no_message()
    {
        for (var length = 0; length <= 16; length++)
            Assert.Throws<ProtocolException>(() => SessionText.Read(new byte[length]));
    }

    [Fact]
    public void A_changed_text_is_refused_in_a_chain_a_new_one_and_one_that_was_overtaken()
    {
        var (alice, bob) = _alice.Meet(_bob);
        Refuses(bob, alice.Seal([1])); // The first chain.
        Refuses(bob, alice.Seal([2])); // The same chain.
        var overtaken = alice.Seal([3]);
        Refuses(bob, alice.Seal([4]));
        Refuses(bob, overtaken); // A key that was kept.
        Refuses(alice, bob.Seal([5]));
        Refuses(bob, alice.Seal([6])); // A new chain.
        Assert.Equal(0, bob.SkippedCount);
    }

    [Theory]
    [InlineData(1000, SessionFailure.None)]
    [InlineData(1001, SessionFailure.TooFarAhead)]
    public void A_new_chain_may_leave_a_thousand_of_the_last_one_out(int missing, SessionFailure expected)
    {
        var (alice, bob) = _alice.Meet(_bob);
        Assert.Equal(SessionFailure.None, bob.Open(alice.Seal([0]), Party.Now, out _));
        for (var count = 0; count < missing; count++) alice.Seal([1]);
        Assert.Equal(SessionFailure.None, alice.Open(bob.Seal([2]), Party.Now, out _));

        Assert.Equal(expected, bob.Open(alice.Seal([3]), Party.Now, out _));
    }

    private static void Refuses(Session to, byte[] message)
    {
        var changed = (byte[])message.Clone();
        changed[^1] ^= 1;
        Assert.Equal(SessionFailure.NotAuthentic, to.Open(changed, Party.Now, out var text));
        Assert.Null(text);
        Assert.Equal(SessionFailure.None, to.Open(message, Party.Now, out _));
    }
}
