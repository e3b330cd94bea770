using System.Security.Cryptography;
using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>Two associations and the two directions between them, in virtual time.</summary>
internal sealed class SctpPair
{
    private readonly PriorityQueue<(int To, byte[] Packet), (TimeSpan At, long Order)> _wire = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly TimeSpan[] _freeAt = new TimeSpan[2];
    private long _order;

    public SctpPair(
        int seed = 1, SctpOptions? options = null, SctpOptions? other = null, RandomNumberGenerator? random = null)
    {
        random ??= new SeededRandom(seed);
        Sinks = [new RecordingSink(), new RecordingSink()];
        Ends =
        [
            new SctpAssociation(options ?? new SctpOptions { MaxSentMessageSize = 262_144 }, Sinks[0], random),
            new SctpAssociation(other ?? options ?? new SctpOptions { MaxSentMessageSize = 262_144 }, Sinks[1], random),
        ];
    }

    public RecordingSink[] Sinks { get; }

    public SctpAssociation[] Ends { get; }

    public SctpAssociation A => Ends[0];

    public SctpAssociation B => Ends[1];

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1);

    /// <summary>One way.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>Bytes a second each way; 0 without limit.</summary>
    public double Bandwidth { get; set; }

    /// <summary>The longest queue before the bottleneck; longer ones lose their tail.</summary>
    public TimeSpan MaxQueue { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What becomes of a packet: how many copies arrive, each after how much more delay. Null: one, at
    /// once.</summary>
    public Func<int, byte[], IEnumerable<TimeSpan>>? Fate { get; set; }

    public Action<int, byte[]>? Watch { get; set; }

    public long Packets { get; private set; }

    public static SctpPair Connected(int seed = 1, SctpOptions? options = null, SctpOptions? other = null)
    {
        var pair = new SctpPair(seed, options, other);
        pair.Connect();
        return pair;
    }

    public void Connect()
    {
        A.Connect(Now);
        B.Connect(Now);
        RunUntil(() => A.State == SctpState.Established && B.State == SctpState.Established, TimeSpan.FromSeconds(30));
        Assert.Equal((SctpState.Established, SctpState.Established), (A.State, B.State));
    }

    public void Run(TimeSpan time) => RunUntil(() => false, time);

    /// <summary>Runs until the condition holds, nothing is left to happen, or the time is over.</summary>
    public bool RunUntil(Func<bool> condition, TimeSpan limit)
    {
        var end = Now + limit;
        while (true)
        {
            Flush(0);
            Flush(1);
            if (condition())
                return true;

            var next = _wire.TryPeek(out _, out var first) ? first.At : TimeSpan.MaxValue;
            next = Min(next, Min(A.NextTimeout, B.NextTimeout));
            if (next > end)
            {
                Now = end;
                return condition();
            }

            Now = next > Now ? next : Now;
            Step();
        }
    }

    /// <summary>The first TSN of a side, which is also the number of its first reconfiguration request.</summary>
    public uint FirstTsn(int side) => Ends[side].FirstTsn;

    public void Inject(int to, byte[] packet) => Ends[to].Receive(packet, Now);

    public void Flush(int from)
    {
        int length;
        if ((length = Ends[from].TryWriteProbe(_buffer, Now)) > 0)
            Carry(from, _buffer.AsSpan(0, length).ToArray());

        while ((length = Ends[from].TryWritePacket(_buffer, Now)) > 0)
            Carry(from, _buffer.AsSpan(0, length).ToArray());
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Step()
    {
        while (_wire.TryPeek(out _, out var priority) && priority.At <= Now)
        {
            var (to, packet) = _wire.Dequeue();
            Ends[to].Receive(packet, Now);
            if (Ends[to].WantsFlush)
                Flush(to);
        }

        foreach (var end in Ends)
        {
            if (end.NextTimeout <= Now)
                end.HandleTimeout(Now);
        }
    }

    private void Carry(int from, byte[] packet)
    {
        Packets++;
        Watch?.Invoke(from, packet);
        var at = Now + Delay;
        if (Bandwidth > 0)
        {
            var start = _freeAt[from] > Now ? _freeAt[from] : Now;
            if (start - Now > MaxQueue)
                return;

            _freeAt[from] = start + TimeSpan.FromSeconds((packet.Length + 65) / Bandwidth);
            at = _freeAt[from] + Delay;
        }

        foreach (var more in Fate?.Invoke(from, packet) ?? [TimeSpan.Zero])
            _wire.Enqueue((1 - from, packet), (at + more, _order++));
    }
}
