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
    private readonly ISessionStore _store;
    private readonly Prekeys _prekeys = new();
    private readonly Dictionary<MessageId, Did> _letters = [];
    private readonly HashSet<PostedMail> _posted;
    private long _lastSeq;

    public MailboxActor(NodeContext node, IActorRef gate, IActorRef storage, ISessionStore store)
    {
        (_node, _gate, _storage, _store) = (node, gate, storage, store);
        foreach (var secret in store.Prekeys()) _prekeys.Restore(secret, node.Now);
        _posted = [.. store.Posted()];
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="node">What the node's actors share.</param>
    /// <param name="gate">Hands opened mail to its receivers.</param>
    /// <param name="storage">Keeps prekeys and letters.</param>
    /// <param name="store">What must survive a restart.</param>
    public static Props Props(NodeContext node, IActorRef gate, IActorRef storage, ISessionStore store) =>
        Akka.Actor.Props.Create(() => new MailboxActor(node, gate, storage, store));

    protected override void PostRestart(Exception reason) => Look();

    protected override void PostStop() => _prekeys.Dispose();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SessionProtocol.Post post:
                Post(post);
                break;

            case MailProtocol.LetterEnded ended:
                _letters.Remove(ended.Id);
                if (ended.Mail is { } mail && _posted.Add(mail)) _store.KeepPosted(mail);
                break;

            case MailProtocol.Joined:
                Timers.StartSingleTimer(Due.Instance, Due.Instance, FirstLook);
                break;

            case MailProtocol.AskUnread:
                Sender.Tell(new MailProtocol.Unread(_posted.Count + _letters.Count));
                break;

            case Due:
                Look();
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
        _store.Forget(_node.Now);
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
