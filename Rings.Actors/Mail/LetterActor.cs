using Akka.Actor;
using Rings.Actors.Context;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Storage;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Mail;

/// <summary>
/// Posts one letter: gathers the recipient's prekey, seals, puts it into all places of the mailbox, tells the asker, and
/// stops.
/// </summary>
internal sealed class LetterActor : UntypedActor
{
    /// <summary>Longer than all tries of the storage together.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly NodeContext _node;
    private readonly IActorRef _storage;
    private readonly SessionProtocol.Post _post;
    private readonly Gathering _prekeys;
    private readonly List<PrekeyBundle> _bundles = [];
    private PostedMail? _mail;
    private int _open;
    private bool _isKept;

    public LetterActor(NodeContext node, IActorRef storage, SessionProtocol.Post post)
    {
        (_node, _storage, _post) = (node, storage, post);
        _prekeys = new(StorageKey.Placements);
    }

    /// <param name="node">What the node's actors share.</param>
    /// <param name="storage">Reads the prekey and keeps the letter.</param>
    /// <param name="post">The letter.</param>
    public static Props Props(NodeContext node, IActorRef storage, SessionProtocol.Post post) =>
        Akka.Actor.Props.Create(() => new LetterActor(node, storage, post));

    protected override void PreStart()
    {
        Context.SetReceiveTimeout(Patience);
        foreach (var key in MailPlaces.PrekeysOf(_post.To.Account))
            _storage.Tell(new StorageProtocol.Get(key, Consistency.Quorum, Self, null));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StorageProtocol.GetEnded got:
                // Each place by itself: one that keeps an older bundle may be the one that keeps the better.
                if (got.Outcome is GetOutcome.Found found)
                    _bundles.AddRange(found.Records.Select(Read).OfType<PrekeyBundle>());
                if (_prekeys.Add(got.Outcome)) Seal();
                break;

            case StorageProtocol.PutEnded put:
                _isKept |= put.Outcome is PutOutcome.Stored;
                if (--_open == 0) End();
                break;

            case ReceiveTimeout:
                Refuse(Undelivered.TimedOut, "the mailbox did not answer in time");
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Seal()
    {
        if (Best() is not { } bundle)
        {
            Refuse(Undelivered.Unreachable, _bundles.Count == 0
                ? "the destination is away and has no prekey in the ring, so no mail can be sealed for it"
                : "the destination is away and its prekeys in the ring lack ML-KEM, which it has in sessions: no mail"
                    + " is sealed by less");
            return;
        }

        try
        {
            var letter = FirstMessage.Seal(
                _node.Signer, bundle, _post.Id.ToByteArray(), _post.Message.ToBytes(), _node.Random.Fill, _node.Now);
            Put(letter);
        }
        catch (ProtocolException wrong)
        {
            Refuse(Undelivered.Invalid, $"this does not fit into a mailbox: {wrong.Message}");
        }
    }

    private void Put(SignedPayload letter)
    {
        var to = _post.To.Account;
        var record = MailRecords.Letter(
            _node.Signer, to, _post.Id, letter, _node.Now.UnixMicroseconds, _node.Settings.Sessions.MailLife);
        _mail = new PostedMail(to, _post.Id, record.Expires);
        foreach (var key in MailPlaces.MailboxOf(to))
        {
            _open++;
            _storage.Tell(new StorageProtocol.Put(key, record, Consistency.Quorum, Self, null));
        }
    }

    private void End()
    {
        if (!_isKept)
        {
            Refuse(
                Undelivered.TimedOut,
                "too few nodes confirmed that they keep the letter: it may be fetched, or be lost");
            return;
        }

        _post.Asker.Tell(new Mailed(_post.Id.ToString(), _mail!.Expires.ToDateTimeOffset()));
        Context.Parent.Tell(new MailProtocol.LetterEnded(_post.Id, _mail));
        Context.Stop(Self);
    }

    private void Refuse(Undelivered reason, string detail)
    {
        _post.Asker.Tell(new NotSent(_post.Id.ToString(), reason, detail));
        Context.Parent.Tell(new MailProtocol.LetterEnded(_post.Id, null));
        Context.Stop(Self);
    }

    /// <summary>The newest, of those with ML-KEM where there is one; none without it where it was promised.</summary>
    private PrekeyBundle? Best() => _bundles
        .Where(bundle => bundle.KemKey is not null || !_post.IsHybrid)
        .MaxBy(bundle => (bundle.KemKey is not null, bundle.Issued.UnixMicroseconds));

    private PrekeyBundle? Read(StoredRecord record)
    {
        try
        {
            var signed = SignedPayload.Read(record.Fields.Value.Span);
            _node.Budget.Delegations.Check(signed.DelegationBytes.Span, _post.To.Account, _node.Now, out var owner);
            return owner is not null && owner.Account == _post.To.Account
                && PrekeyBundle.Read(signed, owner, _node.Now, out var bundle) == SessionFailure.None
                ? bundle
                : null;
        }
        catch (ProtocolException)
        {
            return null;
        }
    }
}
