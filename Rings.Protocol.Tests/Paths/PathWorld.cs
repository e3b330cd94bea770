using Rings.Protocol.Paths;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Paths;

/// <summary>
/// Nodes and links in virtual time: each link has a rate and a delay, each node the very core that real nodes run. After
/// each event it is looked whether a node holds more than it may. Seeded.
/// </summary>
internal sealed class PathWorld
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private long _order;

    public PathWorld(int seed, PathLimits? limits = null, PathRules broken = PathRules.None)
    {
        (Random, Limits, Broken) = (new Random(seed), limits ?? new() { BytesPerSecond = 1e12 }, broken);
        Now = Instant.FromUnixMilliseconds(1_000_000);
        Begun = Now;
    }

    public Random Random { get; }

    public PathLimits Limits { get; }

    public PathRules Broken { get; }

    public Instant Now { get; private set; }

    public Instant Begun { get; }

    /// <summary>Seconds since the beginning.</summary>
    public double Seconds => (Now - Begun).TotalSeconds;

    public List<SimNode> Nodes { get; } = [];

    public List<SimLink> Links { get; } = [];

    public List<SimFlow> Flows { get; } = [];

    /// <summary>The first rule that was broken, in words; null: none.</summary>
    public string? Fault { get; private set; }

    /// <summary>How long a word between two sides of a path inside a node takes, at most.</summary>
    public double MailboxSeconds { get; init; }

    public SimNode NewNode()
    {
        Span<byte> did = stackalloc byte[Did.Bytes];
        Random.NextBytes(did);
        var node = new SimNode(this, Did.Read(did));
        Nodes.Add(node);
        return node;
    }

    public SimLink NewLink(SimNode one, SimNode other, double rate, double delay)
    {
        Links.Add(new(this, one, other, rate, delay));
        return Links[^1];
    }

    public TransactionId NewId()
    {
        Span<byte> id = stackalloc byte[TransactionId.Bytes];
        Random.NextBytes(id);
        return TransactionId.Read(id);
    }

    public void After(double seconds, Action action) =>
        _events.Enqueue(action, (Now.UnixMicroseconds + (long)Math.Round(seconds * 1e6), _order++));

    /// <summary>A word inside a node: soon, and in the order in which it was said.</summary>
    public void Soon(Action action) => After(MailboxSeconds, action);

    public void Fail(string what) => Fault ??= $"at {Seconds:0.000000} s: {what}";

    /// <summary>Runs for so long, or until something is wrong.</summary>
    public void Run(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Fault is null && _events.TryPeek(out var action, out var at) && at.Time <= end.UnixMicroseconds)
        {
            _events.Dequeue();
            Now = new(Math.Max(at.Time, Now.UnixMicroseconds));
            action();
        }

        Now = end;
    }

    /// <summary>Runs until it is so, at most for so long.</summary>
    public bool RunUntil(Func<bool> done, double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Fault is null && !done() && _events.TryDequeue(out var action, out var at))
        {
            if (at.Time > end.UnixMicroseconds)
            {
                _events.Enqueue(action, at);
                Now = end;
                return false;
            }

            Now = new(Math.Max(at.Time, Now.UnixMicroseconds));
            action();
        }

        return done();
    }
}
