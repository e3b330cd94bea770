using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>Suites with ML-KEM-768: what is negotiated, what it costs, and what a partner says wrongly.</summary>
public sealed class HybridSessionSpecs
{
    private static readonly SessionSuite[] Old = [SessionSuite.Aes256Gcm, SessionSuite.ChaCha20Poly1305];

    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);

    public static TheoryData<int[], int[], int> Offers => new()
    {
        { [3, 4, 1, 2], [3, 4, 1, 2], 3 }, // Both new.
        { [4, 2], [3, 4, 1, 2], 4 }, // A tab asks.
        { [3, 4, 1, 2], [4, 2], 4 }, // A tab is asked.
        { [1, 2], [3, 4, 1, 2], 1 }, // One that has no ML-KEM asks.
        { [3, 4, 1, 2], [1, 2], 1 }, // One that has no ML-KEM is asked.
    };

    [Theory]
    [MemberData(nameof(Offers))]
    public void The_best_suite_of_both_is_taken_and_carries_messages(int[] offered, int[] accepted, int expected)
    {
        var (alice, bob, reply) = Meet(Suites(offered), Suites(accepted));

        Assert.Equal((SessionSuite)expected, Reply.Read(reply.Payload.Span).Suite);
        Assert.Equal(alice.Id.ToArray(), bob.Id.ToArray());
        Assert.Equal([7, 8], Pass(alice, bob, [7, 8]));
        Assert.Equal([9], Pass(bob, alice, [9]));
    }

    [Fact]
    public void A_suite_with_ml_kem_alone_has_nothing_in_common_with_one_that_lacks_it()
    {
        using var hello = SessionInitiator.Begin(
            _alice.Signer, _bob.Address, [SessionSuite.HybridAes256Gcm], _alice.Fill, Party.Now);
        var old = new SessionResponder(_bob.Signer, Old, _bob.Seen, _bob.Fill);

        Assert.Equal(SessionFailure.NoCommonSuite, old.Answer(
            hello.Hello, _alice.Delegation, Party.Now, out _, out _));
    }

    [Fact]
    public void The_first_message_costs_less_than_3_KiB_more_on_the_wire()
    {
        var more = Wire(SessionSuite.HybridAes256Gcm) - Wire(SessionSuite.Aes256Gcm);

        Assert.InRange(more, MlKemPublicKey.Bytes + MlKemPublicKey.CiphertextBytes, 3 * 1024);
    }

    [Fact]
    public void A_relay_sees_the_step_of_a_text_not_its_length()
    {
        var (alice, _, _) = Meet(SessionRules.Suites, SessionRules.Suites);

        Assert.Single(Enumerable.Range(960, 32).Select(length => alice.Seal(new byte[length]).Length).Distinct());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SessionText.MaxPayload)]
    [InlineData(SessionRules.MaxPlaintext - 1)]
    public void A_padded_text_is_opened_as_it_was(int length)
    {
        var (alice, bob, _) = Meet(SessionRules.Suites, SessionRules.Suites);
        var text = new byte[length];
        new Random(length).NextBytes(text);

        Assert.Equal(text, Pass(alice, bob, text));
    }

    [Fact]
    public void A_text_has_its_bound()
    {
        var (alice, _, _) = Meet(SessionRules.Suites, SessionRules.Suites);
        var (old, _, _) = Meet(Old, Old);

        Assert.Throws<ArgumentOutOfRangeException>(() => alice.Seal(new byte[SessionRules.MaxPlaintext]));
        Assert.Throws<ArgumentOutOfRangeException>(() => old.Seal(new byte[SessionRules.MaxPlaintext + 1]));
        Assert.NotEmpty(old.Seal(new byte[SessionRules.MaxPlaintext]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("8001")]
    public void A_text_without_its_mark_is_refused_and_the_next_one_opens(string text)
    {
        var (partner, victim) = Liar();

        Assert.Equal(
            SessionFailure.Malformed,
            victim.Open(partner.Seal(Convert.FromHexString(text)), Party.Now, out var opened));
        Assert.Null(opened);
        Assert.Equal(SessionFailure.None, victim.Open(partner.Seal([5, 0x80, 0]), Party.Now, out opened));
        Assert.Equal([5], opened);
    }

    [Fact]
    public void A_reply_made_for_another_key_is_refused_and_the_right_one_still_taken()
    {
        using var hello = _alice.Begin(_bob);
        using var other = _alice.Begin(_bob);
        _bob.Responder.Answer(hello.Hello, _alice.Delegation, Party.Now, out var right, out _);
        var foreign = Reply.Read(right!.Payload.Span);
        _bob.Responder.Answer(other.Hello, _alice.Delegation, Party.Now, out var second, out _);
        var taken = Reply.Read(second!.Payload.Span);
        var mixed = Reply.Append(
            Reply.Write(
                foreign.HelloHash, foreign.From, foreign.To, foreign.Ephemeral, foreign.Suite, taken.KemCiphertext),
            foreign.Confirm);

        Assert.Equal(SessionFailure.BadConfirmation, hello.Finish(
            SignedPayload.Sign(_bob.Signer, Rings.Protocol.Identity.SignaturePurpose.EndToEndReply, mixed),
            _bob.Delegation, out _));
        Assert.Equal(SessionFailure.None, hello.Finish(right, _bob.Delegation, out _));
    }

    /// <summary>A partner that seals texts as they are in a session whose texts are padded.</summary>
    private (Session Partner, Session Victim) Liar()
    {
        var transcript = new byte[Hash.Bytes];
        using var agreed = new AgreedSecret();
        using var secrets = new SessionSecrets(agreed, transcript);
        var ephemeral = EphemeralKey.Create(_bob.Fill);
        var partner = Ratchet.ForInitiator(secrets.Root, AeadSuite.Aes256Gcm, ephemeral.PublicKey, _alice.Fill);
        var victim = Ratchet.ForResponder(secrets.Root, AeadSuite.Aes256Gcm, ephemeral, _bob.Fill);
        return (
            Session.OfInitiator(_bob.Address, secrets, partner, SessionSuite.Aes256Gcm),
            Session.OfResponder(_alice.Address, secrets, victim, SessionSuite.HybridAes256Gcm));
    }

    private (Session Initiator, Session Responder, SignedPayload Reply) Meet(
        IReadOnlyList<SessionSuite> offered, IReadOnlyList<SessionSuite> accepted)
    {
        using var initiator = SessionInitiator.Begin(_alice.Signer, _bob.Address, offered, _alice.Fill, Party.Now);
        var responder = new SessionResponder(_bob.Signer, accepted, _bob.Seen, _bob.Fill);
        Assert.Equal(SessionFailure.None, responder.Answer(
            SignedPayload.Read(initiator.Hello.Bytes.Span), _alice.Delegation, Party.Now, out var reply, out var bob));
        Assert.Equal(SessionFailure.None, initiator.Finish(
            SignedPayload.Read(reply!.Bytes.Span), _bob.Delegation, out var alice));
        return (alice!, bob!, reply);
    }

    private int Wire(SessionSuite suite)
    {
        using var initiator = SessionInitiator.Begin(_alice.Signer, _bob.Address, [suite], _alice.Fill, Party.Now);
        _bob.Responder.Answer(initiator.Hello, _alice.Delegation, Party.Now, out var reply, out _);
        initiator.Finish(reply!, _bob.Delegation, out var session);
        return initiator.Hello.Bytes.Length + reply!.Bytes.Length + session!.Seal(new byte[256]).Length;
    }

    private static SessionSuite[] Suites(int[] numbers) => [.. numbers.Select(static number => (SessionSuite)number)];

    private static byte[]? Pass(Session from, Session to, byte[] text)
    {
        Assert.Equal(SessionFailure.None, to.Open(from.Seal(text), Party.Now, out var opened));
        return opened;
    }
}
