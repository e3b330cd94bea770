using Akka.Actor;
using Akka.Event;
using Rings.Actors.Context;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;
using static Rings.Actors.Messages.GateProtocol;
using static Rings.Actors.Public.RingsNodeProtocol;
using static Rings.Actors.Sessions.SessionStoreProtocol;

namespace Rings.Actors.Mail;

/// <summary>
/// Publishes this node's prekeys, fetches its mail and takes it out of the mailbox, posts letters for those who are away
/// and looks whether they were fetched.
/// </summary>
internal sealed partial class MailboxActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly NodeContext _node;
    private readonly IActorRef _gate;
    private readonly IActorRef _storage;
    private readonly IActorRef _store;
    private readonly MailMemory _memory;
    private readonly Prekeys _prekeys;
    private readonly Dictionary<MessageId, Did> _letters = [];
    private readonly HashSet<PostedMail> _posted;
    private long _lastSeq;

    public MailboxActor(NodeContext node, IActorRef gate, IActorRef storage, IActorRef store, MailMemory memory)
    {
        (_node, _gate, _storage, _store, _memory) = (node, gate, storage, store, memory);
        (_prekeys, _posted) = (memory.Prekeys, memory.Posted);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="gate">Hands opened mail to its receivers.</param>
    /// <param name="storage">Keeps prekeys and letters.</param>
    /// <param name="store">Keeps what must survive the process.</param>
    /// <param name="memory">What outlives a mailbox that fails.</param>
    public static Props Props(
        NodeContext node, IActorRef gate, IActorRef storage, IActorRef store, MailMemory memory) =>
        Akka.Actor.Props.Create(() => new MailboxActor(node, gate, storage, store, memory));

    protected override void PostRestart(Exception reason) => Look();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionProtocol.Post post:
                Post(post);
                break;

            case MailProtocol.LetterEnded ended:
                _letters.Remove(ended.Id);
                if (ended.Mail is { } mail && _posted.Add(mail)) _store.Tell(new KeepPosted(mail));
                break;

            case MailProtocol.Joined:
                Timers.StartSingleTimer(Due.Instance, Due.Instance, FirstLook);
                break;

            case MailProtocol.AskUnread:
                Sender.Tell(new MailProtocol.Unread(_posted.Count + _letters.Count));
                break;

            case ListPosted:
                Sender.Tell(new PostedLetters([.. _posted.OrderBy(mail => mail.Expires).Select(Describe)]));
                break;

            case WithdrawLetter withdraw:
                Withdraw(withdraw.Id, Sender);
                break;

            case Due:
                Look();
                break;

            case PrekeysKept kept:
                _memory.Kept = kept.Changes;
                // One that was made while the disk was waited for has an answer of its own.
                if (!_memory.IsUnkept) Spread();
                break;

            case StorageProtocol.GetEnded { Tag: Drain drain } got:
                if (drain.Gathering.Add(got.Outcome)) Open(drain.Gathering.Records);
                break;

            case StorageProtocol.GetEnded { Tag: Check check } got:
                if (check.Gathering.Add(got.Outcome)) Compare(check);
                break;

            case StorageProtocol.PutEnded { Tag: Publishing publishing } put:
                if (put.Outcome is PutOutcome.Stored) _published = publishing.At;
                break;

            case StorageProtocol.PutEnded { Tag: Withdrawal withdrawal } put:
                Withdrawn(withdrawal, put.Outcome is PutOutcome.Stored);
                break;

            case StorageProtocol.PutEnded:
                break; // A letter that could not be removed is found again, and known then.

            case SealedHandled handled:
                Handled(handled);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>What time brings: prekeys, mail, what became of letters.</summary>
    private void Look()
    {
        Timers.StartSingleTimer(Due.Instance, Due.Instance, _node.Settings.Sessions.MailInterval);
        _store.Tell(new ForgetHellos(_node.Now));
        Publish();
        Fetch();
        foreach (var to in _posted.Select(mail => mail.To).Distinct().Take(ChecksPerLook).ToList()) BeginCheck(to);
    }

    private void Post(SessionProtocol.Post post)
    {
        var to = post.To.Account;
        var unread = _posted.Count(mail => mail.To == to) + _letters.Values.Count(other => other == to);
        if (unread >= MailPlaces.MaxUnread || _posted.Count + _letters.Count >= _node.Settings.Sessions.Posted)
        {
            post.Asker.Tell(new NotSent(
                post.Id.ToString(), Undelivered.Busy, $"{unread} letters of this node are unread in the mailbox"));
        }
        else if (_letters.TryAdd(post.Id, to))
            Context.ActorOf(LetterActor.Props(_node, _storage, post), $"letter-{post.Id}");
    }

    private long NextSeq() => _lastSeq = Math.Max(_node.Now.UnixMicroseconds, _lastSeq + 1);

    private sealed record Due : INoSerializationVerificationNeeded
    {
        public static readonly Due Instance = new();
    }
}
