using Akka.Actor;
using Akka.Event;

namespace Rings.Actors.Disk;

/// <summary>
/// Owns a store and makes what it is told durable in groups: one commit for all that waited in its mailbox. Each sender
/// hears of its own once that is on the disk, or that it is not kept.
/// </summary>
/// <remarks>
/// SQLite has no asynchronous calls: the actor runs on a dispatcher of its own, where waiting for the disk holds up
/// nobody else. A disk that cannot be written is no fault of this part: all is refused for a while, then tried again.
/// </remarks>
/// <typeparam name="TStore">The store.</typeparam>
internal sealed class StoreActor<TStore> : UntypedActor, IWithTimers
    where TStore : class, IGroupStore
{
    /// <summary>Commands that one group takes; what comes beyond is refused.</summary>
    internal const int MaxWaiting = 8192;

    /// <summary>How long nothing is tried after the disk refused a write.</summary>
    internal static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly TStore _store;
    private readonly StoreHealth _health;
    private readonly List<(StoreCommand<TStore> Command, IActorRef Sender)> _waiting = [];

    public StoreActor(StoreSource<TStore> source)
    {
        _health = new(source.Schema.File, Logging.GetLogger(Context.System, typeof(StoreHealth)), Context.Parent);
        (_store, var setAside) = source.Open();
        _health.Opened(source.Schema, setAside);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="source">Opens the store.</param>
    public static Props Props(StoreSource<TStore> source) => Akka.Actor.Props.Create(() => new StoreActor<TStore>(source));

    protected override void PostStop()
    {
        RefuseAll();
        _store.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StoreCommand<TStore> command when _health.IsFailing || _waiting.Count >= MaxWaiting:
                Answer(Sender, command.Refused);
                break;

            case StoreCommand<TStore> command:
                _waiting.Add((command, Sender));
                // What is in the mailbox by now is written with it.
                if (_waiting.Count == 1) Self.Tell(CommitDue.Instance);
                break;

            case CommitDue:
                Commit();
                break;

            case ProbeDue:
                if (_store.Probe() is null) _health.Written();
                else Timers.StartSingleTimer(ProbeDue.Instance, ProbeDue.Instance, RetryAfter);
                break;

            default:
                Unhandled(message);
                break;
        }
    }

    private void Commit()
    {
        try
        {
            _store.Begin();
            var answers = _waiting.ConvertAll(waiting => (waiting.Sender, Answer: waiting.Command.Write(_store)));
            _store.Commit();
            _waiting.Clear();
            foreach (var (sender, answer) in answers) Answer(sender, answer);
        }
        catch (StoreException trouble) when (trouble.IsPassing)
        {
            _store.Rollback();
            _health.Failed(trouble.Message);
            RefuseAll();
            Timers.StartSingleTimer(ProbeDue.Instance, ProbeDue.Instance, RetryAfter);
        }
    }

    private void RefuseAll()
    {
        foreach (var (command, sender) in _waiting) Answer(sender, command.Refused);
        _waiting.Clear();
    }

    private static void Answer(IActorRef sender, object? answer)
    {
        if (answer is not null) sender.Tell(answer);
    }

    private sealed record CommitDue : INoSerializationVerificationNeeded
    {
        public static readonly CommitDue Instance = new();
    }

    private sealed record ProbeDue : INoSerializationVerificationNeeded
    {
        public static readonly ProbeDue Instance = new();
    }
}
