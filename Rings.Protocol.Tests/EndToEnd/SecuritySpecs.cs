using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.EndToEnd;

/// <summary>The named properties of docs/security.md, each with a thief.</summary>
public sealed class SecuritySpecs
{
    private readonly Party _alice = new(1);
    private readonly Party _bob = new(2);

    [Fact]
    public void Forward_secrecy_what_was_opened_cannot_be_opened_with_all_that_is_left()
    {
        var (alice, bob) = _alice.Meet(_bob);
        var recorded = Enumerable.Range(0, 20).Select(number =>
        {
            var message = alice.Seal([(byte)number]);
            Assert.Equal(SessionFailure.None, bob.Open(message, Party.Now, out _));
            Pass(bob, alice);
            return message;
        }).ToList();

        // The thief has Bob's whole session, as it is now.
        Assert.All(recorded, message => Assert.NotEqual(SessionFailure.None, bob.Open(message, Party.Now, out _)));
        Assert.Equal(0, bob.SkippedCount);
    }

    [Fact]
    public void Recovery_a_thief_of_the_whole_state_is_shut_out_once_both_sides_have_spoken()
    {
        var (alice, bob) = _alice.Meet(_bob);

        // The same seeds give the thief the very state that Bob has; what Bob draws from now on the thief does not
        // know.
        var (_, stolen) = new Party(1).Meet(new Party(2));
        var first = alice.Seal([1]);
        Assert.Equal(SessionFailure.None, stolen.Open(first, Party.Now, out _));
        _bob.Fill(new byte[5]);
        Assert.Equal(SessionFailure.None, bob.Open(first, Party.Now, out _));

        Assert.Equal(SessionFailure.None, stolen.Open(alice.Seal([2]), Party.Now, out _));
        Pass(bob, alice);

        var later = alice.Seal([3]);
        Assert.Equal(SessionFailure.NotAuthentic, stolen.Open(later, Party.Now, out _));
        Assert.Equal(SessionFailure.None, bob.Open(later, Party.Now, out _));
    }

    [Fact]
    public void Key_compromise_impersonation_who_has_Alices_session_key_is_not_Bob_to_Alice()
    {
        using var hello = _alice.Begin(_bob);
        var thief = TestAccounts.Signer(number: 66);

        // The thief signs as Alice, as itself, and shows Bob's delegation beside its own signature.
        _bob.Responder.Answer(hello.Hello, _alice.Delegation, Party.Now, out var right, out _);
        foreach (var signer in new[] { _alice.Signer, thief })
        {
            var forged = SignedPayload.Sign(signer, SignaturePurpose.EndToEndReply, right!.Payload.ToArray());
            Assert.NotEqual(SessionFailure.None, hello.Finish(forged, signer.Delegation, out _));
            Assert.NotEqual(SessionFailure.None, hello.Finish(forged, _bob.Delegation, out _));
        }
    }

    [Fact]
    public void A_thief_of_the_session_key_opens_nothing_of_a_session_it_did_not_shake_hands_for()
    {
        var (alice, bob) = _alice.Meet(_bob);
        var message = alice.Seal("secret"u8);

        // The same session keys at both ends, other ephemerals.
        var (_, other) = _alice.Meet(_bob);

        Assert.Equal(SessionFailure.UnknownKey, other.Open(message, Party.Now, out _));
        Assert.Equal(SessionFailure.None, bob.Open(message, Party.Now, out _));
    }

    [Fact]
    public void Nothing_that_travels_holds_the_text_or_a_secret()
    {
        var text = "a text that only its recipient may read"u8.ToArray();
        using var prekeys = new Prekeys();
        var signed = prekeys.Renew(_bob.Signer, _bob.Fill, Party.Now)!;
        PrekeyBundle.Read(signed, _bob.Delegation, Party.Now, out var bundle);
        var mail = FirstMessage.Seal(_alice.Signer, bundle!, TestAccounts.Seed(1, 16), text, _alice.Fill, Party.Now);
        var (alice, _) = _alice.Meet(_bob);
        byte[][] captured = [signed.Bytes.ToArray(), mail.Bytes.ToArray(), alice.Seal(text)];

        Assert.All(captured, bytes =>
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf(text.AsSpan(0, 12)));
            Assert.All(prekeys.Secrets, secret =>
            {
                Assert.Equal(-1, bytes.AsSpan().IndexOf(secret.Key.Span[..32]));
                Assert.Equal(-1, bytes.AsSpan().IndexOf(secret.Key.Span[32..64]));
                Assert.Equal(-1, bytes.AsSpan().IndexOf(secret.Key.Span[64..]));
            });
        });
    }

    private static void Pass(Session from, Session to) =>
        Assert.Equal(SessionFailure.None, to.Open(from.Seal([9]), Party.Now, out _));
}
