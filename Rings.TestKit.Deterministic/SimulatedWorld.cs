using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch;

namespace Rings.TestKit.Deterministic;

/// <summary>
/// The one source of time, order and chance for whole Akka nodes on one thread: which mailboxes can run now, and
/// what falls due when.
/// </summary>
/// <remarks>
/// The scheduler, the dispatcher and the <see cref="TimeProvider"/> of a simulated actor system all end here.
/// Mailboxes run in an
/// order drawn from the seed; only when none can run does time move, to the next thing that is due.
/// </remarks>
public sealed class SimulatedWorld : IDisposable
{
    /// <summary>When every world begins.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<string, SimulatedWorld> Worlds = new();
    private static long _lastName;

    private readonly Lock _gate = new();
    private readonly List<(IRunnable Run, ActorPath? Owner)> _ready = [];
    private readonly PriorityQueue<(Action Fire, ICancelable? Cancel), (long Due, long Order)> _due = new();
    private readonly List<Slowness> _slow = [];
    private long _order;
    private long _atOnce;
    private ActorPath? _last;
    private bool _shuffled;

    /// <param name="seed">Where the order and every chance come from.</param>
    public SimulatedWorld(int seed)
    {
        (Seed, Random) = (seed, new Random(seed));
        Name = $"world-{Interlocked.Increment(ref _lastName)}";
        Time = new SimulatedTime(this);
        Worlds[Name] = this;
    }

    /// <summary>Where the order and every chance come from.</summary>
    public int Seed { get; private set; }

    /// <summary>What the configuration of a system calls this world.</summary>
    public string Name { get; }

    /// <summary>Draws the order.</summary>
    public Random Random { get; private set; }

    /// <summary>The clock and timers for what is no actor.</summary>
    public SimulatedTime Time { get; }

    /// <summary>Since <see cref="Epoch"/>.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>The most mailbox runs and timers at one instant: with more the run ends, as time would never move.</summary>
    public long StepsAtOnce { get; set; } = 5_000_000;

    /// <summary>Whether the world has ended by an <see cref="EndlessStepException"/>.</summary>
    public bool IsEndless { get; private set; }

    /// <summary>
    /// Told each message (receiver, message, sender) as it is put into a mailbox, in its order; null: nobody is. Must not send.
    /// </summary>
    public Action<IActorRef, object, IActorRef>? Observed { get; set; }

    /// <summary>Mailbox runs since the seed draws the order; how many the start takes depends on threads.</summary>
    public long Steps { get; private set; }

    /// <summary>The world of a name: how the scheduler and the dispatcher of a system find theirs.</summary>
    /// <exception cref="KeyNotFoundException">There is none, or it was disposed.</exception>
    public static SimulatedWorld Find(string name) => Worlds[name];

    /// <summary>
    /// From now on the seed draws the order. Until then it is first come, as the guardian's own thread takes part in
    /// the start.
    /// </summary>
    public void Shuffle() => (_shuffled, Steps) = (true, 0);

    /// <summary>Order and chance follow another seed from now on: for a world whose seed is known late.</summary>
    public void Reseed(int seed) => (Seed, Random, Steps) = (seed, new Random(seed), 0);

    /// <summary>
    /// An actor and all below it share one slow processor: each run of their mailboxes takes so long, one after the other. A run
    /// takes the messages that wait, up to the dispatcher's throughput.
    /// </summary>
    /// <param name="root">The topmost of them.</param>
    /// <param name="cost">What a run takes; zero: they are as fast as the others again.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public void SlowDown(IActorRef root, TimeSpan cost)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, TimeSpan.Zero);
        lock (_gate)
        {
            _slow.RemoveAll(slow => slow.Root.Equals(root.Path));
            if (cost > TimeSpan.Zero) _slow.Add(new(root.Path, cost));
        }
    }

    /// <summary>A mailbox can run.</summary>
    internal void Ready(IRunnable run, ActorPath? owner)
    {
        lock (_gate)
        {
            var slow = owner is null ? null : _slow.Find(slow => IsUnder(owner, slow.Root));
            if (slow is null)
            {
                _ready.Add((run, owner));
                return;
            }

            slow.Until = (slow.Until < Now ? Now : slow.Until) + slow.Cost;
            _due.Enqueue((() => Wake(run, owner), null), (slow.Until.Ticks, _order++));
        }
    }

    /// <summary>Has something happen at a time to come.</summary>
    /// <param name="delay">How long from now; less than zero: now.</param>
    /// <param name="fire">What happens, on the thread that runs the world.</param>
    /// <param name="cancel">Prevents it; null: nothing does.</param>
    public void Schedule(TimeSpan delay, Action fire, ICancelable? cancel = null)
    {
        var due = (Now + (delay < TimeSpan.Zero ? TimeSpan.Zero : delay)).Ticks;
        lock (_gate) _due.Enqueue((fire, cancel), (due, _order++));
    }

    /// <summary>Runs everything up to a point in time and stands there.</summary>
    public void RunUntil(TimeSpan end) => RunUntil(end, static () => false);

    /// <summary>Runs until the condition holds (looked at before each move of time) or the time has come.</summary>
    /// <returns>Whether the condition held.</returns>
    /// <exception cref="EndlessStepException">Time did not move for <see cref="StepsAtOnce"/> steps.</exception>
    public bool RunUntil(TimeSpan end, Func<bool> condition)
    {
        // With a context of the test runner's, what follows a task would run on another thread.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Run(end, condition);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private bool Run(TimeSpan end, Func<bool> condition)
    {
        while (true)
        {
            while (TakeReady() is { } run)
            {
                Steps++;
                CountAtOnce();
                run.Run();
            }

            if (condition()) return true;
            if (TakeDue(end) is not { } fire) break;
            // All that falls due at one instant happens before any mailbox runs: their order is the seed's too.
            do
            {
                CountAtOnce();
                fire();
            }
            while ((fire = TakeDue(Now)) is not null);
        }

        if (end != Now) _atOnce = 0;
        Now = end;
        return condition();
    }

    /// <summary>Runs everything that happens within a span of time and stands at its end.</summary>
    public void Run(TimeSpan span) => RunUntil(Now + span);

    /// <summary>Things that are due some time and were not cancelled: timers, mostly.</summary>
    public int Scheduled
    {
        get
        {
            lock (_gate)
                return _due.UnorderedItems.Count(item => item.Element.Cancel is not { IsCancellationRequested: true });
        }
    }

    /// <summary>Whether no mailbox can run now.</summary>
    public bool Idle
    {
        get
        {
            lock (_gate) return _ready.Count == 0;
        }
    }

    /// <summary>Forgets the world's name.</summary>
    public void Dispose() => Worlds.TryRemove(Name, out _);

    private void Wake(IRunnable run, ActorPath? owner)
    {
        lock (_gate) _ready.Add((run, owner));
    }

    private static bool IsUnder(ActorPath path, ActorPath root)
    {
        var above = path;
        while (above.Depth > root.Depth) above = above.Parent;
        return above.Equals(root);
    }

    private void CountAtOnce()
    {
        if (++_atOnce <= StepsAtOnce) return;
        IsEndless = true;
        throw new EndlessStepException(
            $"seed {Seed}: time stands still at {Now} after {StepsAtOnce} steps; {_last?.ToStringWithoutAddress() ?? "a timer"} ran last.");
    }

    private Action? TakeDue(TimeSpan end)
    {
        lock (_gate)
        {
            while (_due.TryPeek(out var item, out var next) && next.Due <= end.Ticks)
            {
                _due.Dequeue();
                if (item.Cancel is { IsCancellationRequested: true }) continue;
                if (next.Due != Now.Ticks) _atOnce = 0;
                Now = new TimeSpan(next.Due);
                return item.Fire;
            }

            return null;
        }
    }

    private IRunnable? TakeReady()
    {
        lock (_gate)
        {
            if (_ready.Count == 0) return null;
            var index = _shuffled ? Random.Next(_ready.Count) : 0;
            var (run, owner) = _ready[index];
            _last = owner;
            if (_shuffled)
            {
                _ready[index] = _ready[^1];
                _ready.RemoveAt(_ready.Count - 1);
            }
            else
            {
                _ready.RemoveAt(index);
            }

            return run;
        }
    }

    /// <summary>What a slow processor serves, and until when it is busy.</summary>
    private sealed class Slowness(ActorPath root, TimeSpan cost)
    {
        public ActorPath Root => root;

        public TimeSpan Cost => cost;

        public TimeSpan Until { get; set; }
    }
}
