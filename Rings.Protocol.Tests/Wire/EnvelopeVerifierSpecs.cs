using Rings.Protocol.Identity;
using Rings.Protocol.Ring;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class EnvelopeVerifierSpecs
{
    private static readonly Signer Alice = TestAccounts.Signer();

    private static readonly Did Bob = Any.Node(2);

    private static readonly Did Neighbour = Any.Node(3);

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly DelegationVerifier _delegations = new(TestAccounts.Ring, new());
    private readonly ReplayTable<Did> _replays = new(new());
    private readonly EnvelopeVerifier _verifier;

    public EnvelopeVerifierSpecs() => _verifier = new(Bob, TestAccounts.Ring, _delegations, _replays, Skew);

    [Fact]
    public void A_good_envelope_is_accepted_once()
    {
        var frame = Any.Frame(Alice, Bob);

        Assert.Equal(EnvelopeVerdict.Accepted, Verify(frame, out var verified));
        Assert.Equal(Alice.Account, verified.Delegation.Account);
        Assert.Equal(EnvelopeVerdict.Replayed, Verify(frame));
    }

    [Fact]
    public void What_is_acted_on_once_only_has_a_mark_to_store_and_what_is_idempotent_has_none()
    {
        Verify(Any.Frame(Alice, Bob, Kind.Application, sequence: 7), out var once);
        Verify(Any.Frame(Alice, Bob, Kind.Delivered, sequence: 8), out var idempotent);

        Assert.Equal(7UL, once.Mark!.Value.Highest);
        Assert.Null(idempotent.Mark);
    }

    [Fact]
    public void An_envelope_for_a_key_is_taken_by_its_owner_alone_and_touches_no_window()
    {
        var frame = Any.Frame(Alice, Any.Node(77), Kind.Storage, RouteMode.Owner);

        Assert.Equal(EnvelopeVerdict.NotForUs, Verify(frame, lane: Lane.Storage));
        Assert.Equal(EnvelopeVerdict.Accepted, Verify(frame, lane: Lane.Storage, owns: true));
        Assert.Equal(EnvelopeVerdict.Accepted, Verify(frame, lane: Lane.Storage, owns: true));
        Assert.Equal(0, _replays.Count);
    }

    [Fact]
    public void A_kind_to_be_acted_on_once_is_refused_in_mode_owner()
    {
        var frame = Any.Frame(Alice, Bob);
        var view = EnvelopeView.Read(frame);
        EnvelopePatch.InPlace(frame, in view, view.Route with { Mode = RouteMode.Owner }, 0);

        Assert.Equal(EnvelopeVerdict.WrongMode, Verify(frame, owns: true));
    }

    [Fact]
    public void Each_cheap_check_has_its_verdict()
    {
        var foreign = TestAccounts.Signer(ring: RingId.OfPublic("other"));

        Assert.Equal(EnvelopeVerdict.WrongRing, Verify(Any.Frame(foreign, Bob)));
        Assert.Equal(EnvelopeVerdict.WrongLane, Verify(Any.Frame(Alice, Bob), lane: Lane.Control));
        Assert.Equal(EnvelopeVerdict.NotForUs, Verify(Any.Frame(Alice, Any.Node(4))));
        Assert.Equal(EnvelopeVerdict.NotYet, Verify(Any.Frame(Alice, Bob, timestamp: Any.Now + Skew + Skew)));
        Assert.Equal(EnvelopeVerdict.Expired, Verify(Any.Frame(Alice, Bob, timestamp: Any.Now - Skew)));
    }

    [Fact]
    public void A_relay_forwards_while_hops_are_left()
    {
        var frame = Any.Frame(Alice, Bob);
        Assert.Equal(EnvelopeVerdict.Accepted, Relay(frame));

        var view = EnvelopeView.Read(frame);
        EnvelopePatch.InPlace(frame, in view, view.Route with { HopsLeft = 0 }, 0);

        Assert.Equal(EnvelopeVerdict.NoHopsLeft, Relay(frame));
    }

    [Fact]
    public void A_delegation_that_is_not_in_force_is_refused()
    {
        var expired = TestAccounts.Signer(issued: Any.Now - TimeSpan.FromDays(20));

        Assert.Equal(EnvelopeVerdict.BadDelegation, Verify(Any.Frame(expired, Bob), of: expired));
        Assert.Equal(EnvelopeVerdict.BadDelegation, Verify(Any.Frame(Alice, Bob), of: TestAccounts.Signer(number: 9)));
        Assert.Equal(0, _replays.Count);
    }

    [Fact]
    public void New_delegations_beyond_the_rate_are_answered_busy_and_known_ones_go_on()
    {
        Assert.Equal(EnvelopeVerdict.Accepted, Verify(Any.Frame(Alice, Bob)));
        for (var number = 100; number < 149; number++) Verify(Any.Frame(Signer(number), Bob), of: Signer(number));

        Assert.Equal(EnvelopeVerdict.Busy, Verify(Any.Frame(Signer(200), Bob), of: Signer(200)));
        Assert.Equal(EnvelopeVerdict.Accepted, Verify(Any.Frame(Alice, Bob, sequence: 2)));
    }

    [Fact]
    public void A_full_replay_table_is_answered_busy_before_any_signature_is_verified()
    {
        var replays = new ReplayTable<Did>(new() { Total = 1 });
        var verifier = new EnvelopeVerifier(Bob, TestAccounts.Ring, _delegations, replays, Skew);
        replays.Accept(Signer(5).Delegation.Id, Lane.Message, 1, Any.Now, Neighbour, Any.Now, out _);
        var view = EnvelopeView.Read(Any.Frame(Alice, Bob));

        var verdict = verifier.Verify(
            in view, Alice.Delegation.Bytes.Span, new(Neighbour, Lane.Message, Any.Now), false, out _);

        Assert.Equal(EnvelopeVerdict.Busy, verdict);
        Assert.Equal(0, _delegations.Count);
    }

    [Fact]
    public void P19_every_single_bit_of_what_is_signed_counts()
    {
        var frame = Any.Frame(Alice, Bob, replyTo: Any.Id(5), wantsReceipt: true, bodyBytes: 24);
        var start = frame.AsSpan().IndexOf(EnvelopeView.Read(frame).Transaction.Bytes);
        Verify(Any.Frame(Alice, Bob, sequence: 1000));
        var (windows, known) = (_replays.Count, _delegations.Count);

        for (var bit = start * 8; bit < frame.Length * 8; bit++)
        {
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(EnvelopeVerdict.Accepted, ReadAndVerify(frame));
            frame[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal((windows, known), (_replays.Count, _delegations.Count));
        Assert.Equal(EnvelopeVerdict.Accepted, Verify(frame));
    }

    [Fact]
    public void P19_every_single_bit_of_a_delegation_counts()
    {
        var signer = TestAccounts.Signer(number: 30);
        var view = EnvelopeView.Read(Any.Frame(signer, Bob));
        var bytes = signer.Delegation.Bytes.ToArray();

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(EnvelopeVerdict.Accepted, VerifyAnew(in view, bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(EnvelopeVerdict.Accepted, VerifyAnew(in view, bytes));
    }

    private static Signer Signer(int number) => TestAccounts.Signer(number: number);

    private static EnvelopeVerdict Relay(byte[] frame)
    {
        var view = EnvelopeView.Read(frame);
        return RelayCheck.ToForward(in view, TestAccounts.Ring, Lane.Message, Any.Now, Skew);
    }

    /// <summary>A verifier that knows nothing, so that no cached delegation helps.</summary>
    private static EnvelopeVerdict VerifyAnew(in EnvelopeView view, byte[] delegation) =>
        new EnvelopeVerifier(Bob, TestAccounts.Ring, new(TestAccounts.Ring, new()), new(new()), Skew).Verify(
            in view, delegation, new(Neighbour, Lane.Message, Any.Now), false, out _);

    private EnvelopeVerdict ReadAndVerify(byte[] frame) => EnvelopeView.TryRead(frame, out var view).IsNone
        ? _verifier.Verify(
            in view, Alice.Delegation.Bytes.Span, new(Neighbour, view.Transaction.Kind.Lane(), Any.Now), false, out _)
        : EnvelopeVerdict.Forged;

    private EnvelopeVerdict Verify(byte[] frame, Lane lane = Lane.Message, bool owns = false, Signer? of = null) =>
        Verify(frame, out _, lane, owns, of);

    private EnvelopeVerdict Verify(
        byte[] frame, out VerifiedEnvelope verified, Lane? lane = null, bool owns = false, Signer? of = null)
    {
        var view = EnvelopeView.Read(frame);
        return _verifier.Verify(
            in view, (of ?? Alice).Delegation.Bytes.Span,
            new(Neighbour, lane ?? view.Transaction.Kind.Lane(), Any.Now), owns, out verified);
    }
}
