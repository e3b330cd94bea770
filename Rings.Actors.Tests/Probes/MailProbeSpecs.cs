using Akka.Actor;
using Akka.TestKit;
using Rings.Actors.Context;
using Rings.Actors.Disk;
using Rings.Actors.Mail;
using Rings.Actors.Sessions;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Sessions.SessionStoreProtocol;
using static Rings.Actors.Storage.StorageProtocol;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Tests.Probes;

/// <summary>Mail whose delegations are not what they were, or not yet: the node's one verifier judges them.</summary>
public sealed class MailProbeSpecs : ProbeKit
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly NodeContext _self;
    private readonly TestProbe _gate;
    private readonly TestProbe _storage;

    public MailProbeSpecs() =>
        (_self, _gate, _storage) = (NewContext("self"), CreateTestProbe("gate"), CreateTestProbe("storage"));

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void A_letter_is_opened_if_its_writers_clock_is_ahead_by_no_more_than_clocks_may_differ(int secondsAhead)
    {
        var mail = Deliver(Writer(TimeSpan.FromSeconds(secondsAhead)));

        Assert.Equal("chat/1", _gate.ExpectMsg<DeliverSealed>().Message.Protocol);
        AssertNothingMore(mail);
    }

    [Fact]
    public void A_letter_of_a_revoked_session_key_is_thrown_away_unread()
    {
        Revoke();

        var mail = Deliver(Writer(TimeSpan.Zero));

        for (var place = 0; place < StorageKey.Placements; place++)
            Assert.Equal(RecordKind.SetRemoval, _storage.ExpectMsg<Put>().Record.Kind);
        AssertNothingMore(mail);
    }

    [Fact]
    public void A_letter_whose_delegation_is_not_valid_yet_stays_where_it_is()
    {
        var mail = Deliver(Writer(TimeSpan.FromMinutes(2)));

        AssertNothingMore(mail);
    }

    [Fact]
    public void A_bundle_waits_until_its_own_private_half_is_on_the_disk_and_not_only_an_earlier_one()
    {
        var store = CreateTestProbe("store");
        var mail = Sys.ActorOf(MailboxActor.Props(
            _self, _gate, _storage, store, new MailMemory(new MemorySessionStore(), _self.Now)));
        mail.Tell(MailProtocol.Joined.Instance, TestActor);
        var (first, second) = (Look(TimeSpan.FromSeconds(1)), Look(SessionRules.PrekeyInterval));
        Assert.Equal((1, 2), (first.Secrets.Length, second.Secrets.Length));

        mail.Tell(first.Write(new MemorySessionStore()), TestActor);
        AssertNothingMore(mail);

        mail.Tell(second.Write(new MemorySessionStore()), TestActor);
        for (var place = 0; place < StorageKey.Placements; place++)
            Assert.Equal(RecordKind.Register, _storage.ExpectMsg<Put>().Record.Kind);

        KeepPrekeys Look(TimeSpan after)
        {
            Barrier(mail);
            Advance(after);
            store.ExpectMsg<ForgetHellos>();
            var keep = store.ExpectMsg<KeepPrekeys>();
            for (var place = 0; place < StorageKey.Placements; place++) _storage.ExpectMsg<Get>();
            return keep;
        }
    }

    [Fact]
    public void Nothing_is_sealed_for_the_prekey_of_a_revoked_session_key()
    {
        Revoke();

        var user = Post();

        Assert.Equal(Undelivered.Unreachable, user.ExpectMsg<NotSent>().Reason);
        Assert.False(_storage.HasMessages);
    }

    [Fact]
    public void A_letter_is_sealed_for_a_prekey_that_is_in_force_and_put_into_every_place()
    {
        Post();

        for (var place = 0; place < StorageKey.Placements; place++)
            Assert.Equal(RecordKind.SetElement, _storage.ExpectMsg<Put>().Record.Kind);
    }

    [Fact]
    public void A_bundle_without_ML_KEM_is_refused_by_name_where_ML_KEM_was_promised()
    {
        var user = Post(isHybrid: true, new Prekeys(isHybrid: false));

        var refused = user.ExpectMsg<NotSent>();
        Assert.Equal(Undelivered.Unreachable, refused.Reason);
        Assert.Contains("ML-KEM", refused.Detail, StringComparison.Ordinal);
        Assert.False(_storage.HasMessages);
    }

    [Fact]
    public void Of_the_bundles_in_three_places_one_with_ML_KEM_is_taken_though_another_is_newer()
    {
        Post(isHybrid: true, new Prekeys(isHybrid: false), new Prekeys());

        var letter = SignedPayload.Read(_storage.ExpectMsg<Put>().Record.Fields.Value.Span);
        Assert.Equal(1088, FirstMessageOf(letter).KemCiphertext.Length);
    }

    [Fact]
    public void Whoever_has_shown_no_ML_KEM_gets_letters_without_it()
    {
        Post(isHybrid: false, new Prekeys(isHybrid: false));

        var letter = SignedPayload.Read(_storage.ExpectMsg<Put>().Record.Fields.Value.Span);
        Assert.True(FirstMessageOf(letter).KemCiphertext.IsEmpty);
    }

    private static Rings.Protocol.Proto.FirstMessage FirstMessageOf(SignedPayload letter) =>
        Rings.Protocol.Proto.FirstMessage.Parser.ParseFrom(letter.Payload.Span);

    /// <summary>Has a mailbox look for mail, and find a letter.</summary>
    private IActorRef Deliver(Signer writer)
    {
        ISessionStore kept = new MemorySessionStore();
        var mail = Sys.ActorOf(MailboxActor.Props(
            _self, _gate, _storage, Keep(StoreSchema.Sessions, kept), new MailMemory(kept, _self.Now)));
        mail.Tell(MailProtocol.Joined.Instance, TestActor);
        Barrier(mail);
        Advance(TimeSpan.FromSeconds(1));
        // The prekey's bundle follows when its private half is on the disk.
        var looks = Enumerable.Range(0, StorageKey.Placements).Select(_ => _storage.ExpectMsg<Get>()).ToList();
        var published = _storage.ExpectMsg<Put>().Record;
        for (var place = 1; place < StorageKey.Placements; place++) _storage.ExpectMsg<Put>();
        var letter = Letter(writer, published);
        foreach (var look in looks) mail.Tell(new GetEnded(look.Tag, Found(letter)), TestActor);
        Barrier(mail);
        return mail;
    }

    private StoredRecord Letter(Signer writer, StoredRecord prekeys)
    {
        var failure = PrekeyBundle.Read(
            SignedPayload.Read(prekeys.Fields.Value.Span), _self.Signer.Delegation, _self.Now, out var bundle);
        Assert.Equal(SessionFailure.None, failure);
        var (id, text) = (_self.NewMessageId(), new ApplicationMessage("chat/1", new byte[] { 1 }).ToBytes());
        var letter = FirstMessage.Seal(writer, bundle!, id.ToByteArray(), text, _self.Random.Fill, _self.Now);
        return MailRecords.Letter(writer, _self.Self, id, letter, _self.Now.UnixMicroseconds, Life);
    }

    /// <summary>Has a letter posted to somebody whose prekey is in the ring.</summary>
    private TestProbe Post() => Post(isHybrid: false, new Prekeys());

    /// <summary>The same, of bundles of which the first is the newest.</summary>
    private TestProbe Post(bool isHybrid, params Prekeys[] owned)
    {
        var (user, peer) = (CreateTestProbe("user"), Writer(TimeSpan.Zero));
        StoredRecord[] records =
        [
            .. owned.Select((prekeys, age) =>
            {
                var made = _self.Now + TimeSpan.FromSeconds(1 - age);
                using (prekeys)
                {
                    var bundle = prekeys.Renew(peer, _self.Random.Fill, made)!;
                    return MailRecords.Prekeys(peer, bundle, made.UnixMicroseconds, Life);
                }
            }),
        ];
        var post = new SessionProtocol.Post(
            Address.Of(peer), _self.NewMessageId(), new ApplicationMessage("chat/1", new byte[] { 1 }), user, isHybrid);
        var letter = Sys.ActorOf(LetterActor.Props(_self, _storage, post));
        for (var place = 0; place < StorageKey.Placements; place++)
        {
            var record = records[place % records.Length];
            letter.Tell(new GetEnded(_storage.ExpectMsg<Get>().Tag, Found(record)), TestActor);
        }

        return user;
    }

    /// <summary>The peer, by a clock that is ahead.</summary>
    private Signer Writer(TimeSpan ahead)
    {
        using var account = AccountOf("peer");
        var (session, issued) = (SessionKey.FromSeed(new byte[32]), _self.Now + TimeSpan.FromSeconds(1) + ahead);
        var draft = new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, _self.Ring, issued,
            issued + Delegation.DefaultLifetime, new byte[16]);
        return new Signer(session, draft.Sign(account));
    }

    private void Revoke()
    {
        using var account = AccountOf("peer");
        var draft = new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, _self.Ring, _self.Now + TimeSpan.FromSeconds(30),
            new byte[16]);
        Assert.True(_self.Budget.Delegations.Revocations.Learn(draft.Sign(account), _self.Now));
    }

    private static GetOutcome.Found Found(StoredRecord record) => new([record], IsFinal: true, [], []);

    /// <summary>The actor has dealt with all that the test told it before.</summary>
    private void Barrier(IActorRef actor)
    {
        actor.Tell(new Identify(actor), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private void AssertNothingMore(IActorRef mail)
    {
        Barrier(mail);
        Assert.False(_gate.HasMessages);
        Assert.False(_storage.HasMessages);
    }
}
