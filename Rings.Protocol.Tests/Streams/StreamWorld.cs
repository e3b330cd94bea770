using System.Text;
using Rings.Protocol.Paths;
using Rings.Protocol.Streams;

namespace Rings.Protocol.Tests.Streams;

/// <summary>Two ends of a set over paths that come and go by a seed, in a time of their own.</summary>
internal sealed class StreamWorld : IDisposable
{
    private static readonly StreamSettings Small = new()
    {
        FirstStreamWindow = 8 * 1024,
        FirstSetWindow = 32 * 1024,
        StreamWindow = 16 * 1024,
        SetWindow = 64 * 1024,
        LongestStreamWindow = 128 * 1024,
        LongestSetWindow = 512 * 1024,
        InteractiveBytes = 16 * 1024,
        AcknowledgeBytes = 8 * 1024,
        IdleAfter = TimeSpan.FromHours(1),
        FirstTries = 1000,
    };

    private readonly PriorityQueue<Action, (Instant At, long Order)> _events = new();
    private readonly Random _random;
    private readonly Dictionary<uint, WorldPath> _paths = [];
    private readonly HashSet<string> _secrets = [];
    private readonly HashSet<(uint, bool, ulong)> _numbers = [];
    private long _order;

    public StreamWorld(int seed, StreamRules rules = StreamRules.None, StreamSettings? settings = null)
    {
        (Seed, _random) = (seed, new Random(seed));
        Settings = settings ?? Small;
        (Opener, Acceptor) = (new(this, isOpener: true), new(this, isOpener: false));
        var id = StreamsId.Read("0123456789abcdef"u8);
        Opener.Set = NewSet(id, Opener, rules);
        Acceptor.Set = NewSet(id, Acceptor, rules);
    }

    public int Seed { get; }

    public StreamSettings Settings { get; }

    public StreamMemory Memory { get; } = new(256 << 20);

    public StreamWorldEnd Opener { get; }

    public StreamWorldEnd Acceptor { get; }

    public Instant Now { get; private set; } = Instant.FromUnixMilliseconds(1_700_000_000_000);

    /// <summary>The first thing that went wrong; null: nothing.</summary>
    public string? Wrong { get; private set; }

    /// <summary>How often a path that is asked for does not come about.</summary>
    public double Refusals { get; set; }

    /// <summary>How often a link that is asked for comes up.</summary>
    public double LinksComeUp { get; set; } = 0.7;

    /// <summary>Whether applications refuse, reset and stop.</summary>
    public bool HasResets { get; set; } = true;

    /// <summary>How fast all applications read from the start; null: by the seed.</summary>
    public double? ReadRate { get; set; }

    /// <summary>The least rate of a path, in bytes per second.</summary>
    public double LeastRate { get; set; } = 30_000;

    /// <summary>The relay that has died; null: none.</summary>
    public WorldDeath? Death { get; private set; }

    public IEnumerable<WorldPath> Whole => _paths.Values.Where(path => path.IsWhole);

    public int Paths => _paths.Count;

    public void Dispose()
    {
        Opener.Set.Dispose();
        Acceptor.Set.Dispose();
    }

    public double Within(double most) => _random.NextDouble() * most;

    public bool Chance(double share) => _random.NextDouble() < share;

    public void At(Instant at, Action action) => _events.Enqueue(action, (at > Now ? at : Now, _order++));

    public void After(double seconds, Action action) => At(Now + TimeSpan.FromSeconds(seconds), action);

    public void Fail(bool isWrong, string what)
    {
        if (isWrong) Wrong ??= what;
    }

    public void Run(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Wrong is null && _events.TryPeek(out _, out var next) && next.At <= end)
        {
            var action = _events.Dequeue();
            Now = next.At;
            action();
        }

        Now = end;
    }

    /// <summary>What must hold at every moment.</summary>
    public void Check()
    {
        foreach (var end in new[] { Opener, Acceptor })
        {
            if (end.Set.IsEnded) continue;
            Fail(end.Set.Unread > end.Set.WindowBytes, "more is unread than was ever granted");
            var unread = end.Streams.Values.Sum(stream => stream.Unread);
            Fail(unread > end.Set.WindowBytes, "more lies with the application than was granted");
            Fail(end.Set.Kept > Settings.LongestSetWindow, "more is kept than may be");
        }
    }

    /// <summary>Opens a stream and has both applications do what the seed says.</summary>
    public WorldStream? Open(bool isInteractive, bool isOptimistic, long there, long back)
    {
        var metadata = Encoding.ASCII.GetBytes($"{back}");
        if (Opener.Set.Open("test/1", metadata, isInteractive, isOptimistic, Now) is not { } id) return null;
        var stream = new WorldStream(id) { Wants = there, ReadRate = Rate(), IsOptimistic = isOptimistic };
        Opener.Streams.Add(id, stream);
        After(0, () => Opener.Write(stream));
        Trouble(Opener, stream);
        return stream;
    }

    public void Offer(long id, string protocol, ReadOnlyMemory<byte> metadata)
    {
        Fail(protocol != "test/1" || Acceptor.Streams.ContainsKey(id), "a stream is offered twice, or wrongly");
        var stream = new WorldStream(id)
        {
            Wants = long.Parse(Encoding.ASCII.GetString(metadata.Span)),
            ReadRate = Rate(),
        };
        Acceptor.Streams.Add(id, stream);
        After(Within(0.05), () =>
        {
            if (HasResets && Chance(0.05)) Acceptor.Reset(stream, StreamCode.NotFound);
            else
            {
                stream.IsAccepted = true;
                Acceptor.Do(set => set.Accept(id, Now));
                Acceptor.Write(stream);
                Trouble(Acceptor, stream);
            }
        });
    }

    public void OpenPath(uint index, PathWay way, byte[] bytes)
    {
        var hello = StreamsHello.Read(bytes);
        Fail(!_secrets.Add(Convert.ToHexString(hello.Secret.Span)), "two paths have one secret");
        var path = new WorldPath(this, index, isDirect: way == PathWay.Link, LeastRate);
        _paths.Add(index, path);
        if (Death?.Takes(way, Now) ?? false)
        {
            path.Cut(openerHears: false, acceptorHears: false);
            return;
        }

        var session = TimeSpan.FromHours(1);
        if (Chance(Refusals) || (Death?.Refuses(way) ?? false))
        {
            path.Cut(openerHears: false);
            Opener.HearEnd(index, PathCloseReason.NoRoute, Within(Death is null ? 0.5 : 0.05));
            return;
        }

        After(0.001, () => Opener.Do(
            set => set.PathBegun(index, StreamWorldEnd.Suite, path.IsDirect, Now + session, Now)));
        After(0.001 + path.Delay, () =>
        {
            if (!path.IsWhole) return;
            var accept = Acceptor.Set.TakePath(hello, bytes, StreamWorldEnd.Suite, path.IsDirect ? 1 : 3, Now + session, Now);
            if (accept is null)
            {
                path.Close(byOpener: false, PathCloseReason.Refused);
                return;
            }

            path.Accepted();
            Acceptor.Do(set => set.PathStands(index, Now));
            After(path.Delay, () =>
            {
                if (path.IsWhole) Opener.Do(set => set.PathAccepted(index, accept, Now));
            });
        });
    }

    public void Carry(bool fromOpener, uint index, PathPacket packet)
    {
        Fail(!_numbers.Add((index, fromOpener, packet.Number)), "a number is used twice");
        _paths[index].Carry(fromOpener, packet);
    }

    public void ClosePath(bool byOpener, uint index, PathCloseReason reason)
    {
        Fail(reason == PathCloseReason.Protocol && !_paths[index].IsMutating, "an honest end is said to break a rule");
        var set = (byOpener ? Opener : Acceptor).Set;
        Fail(reason == PathCloseReason.Done && !set.IsEnded && !set.HasCarriedBeside(index), "the working path is closed too early");
        _paths[index].Close(byOpener, reason);
    }

    public void WantLink()
    {
        var comesUp = Chance(LinksComeUp);
        After(Within(1), () => Opener.Do(set =>
        {
            if (comesUp) set.LinkReady(Now);
            else set.LinkFailed(Now);
        }));
    }

    /// <summary>A relay dies without a word: whatever goes over it stops, and nobody is told.</summary>
    public void Die(WorldDeath death)
    {
        Death = death;
        foreach (var path in Whole.ToList()) path.Cut(openerHears: false, acceptorHears: false);
    }

    /// <summary>From now on every application reads, fast, and nothing fails any more.</summary>
    public void Calm()
    {
        (Refusals, ReadRate) = (0, 10_000_000);
        foreach (var end in new[] { Opener, Acceptor })
        {
            foreach (var stream in end.Streams.Values)
            {
                stream.ReadRate = 10_000_000;
                end.ReadSome(stream);
            }
        }
    }

    private double Rate() => ReadRate ?? (Chance(0.1) ? 0 : 20_000 * Math.Pow(500, Within(1)));

    private void Trouble(StreamWorldEnd end, WorldStream stream)
    {
        if (!HasResets) return;
        if (Chance(0.1)) After(Within(3), () => end.Reset(stream, 256 + stream.Id));
        else if (Chance(0.07)) After(Within(3), () => end.Stop(stream, 512 + stream.Id));
    }

    private StreamSet NewSet(StreamsId id, StreamWorldEnd end, StreamRules rules) => new(
        new(id, end == Opener, DirectPolicy.Auto, Settings, Memory, target => _random.NextBytes(target), end), Now, rules);
}
