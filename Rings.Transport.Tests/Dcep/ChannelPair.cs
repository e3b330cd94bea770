using Rings.Transport.Dcep;
using Rings.Transport.Sctp;
using Rings.Transport.Tests.Sctp;

namespace Rings.Transport.Tests.Dcep;

/// <summary>Two sets of data channels, joined in virtual time. Side 0 is the DTLS client.</summary>
internal sealed class ChannelPair
{
    private readonly PriorityQueue<(int To, byte[] Packet), (TimeSpan At, long Order)> _wire = new();
    private readonly byte[] _buffer = new byte[2048];
    private long _order;

    public ChannelPair(int seed = 1)
    {
        var random = new SeededRandom(seed);
        Hosts = [new Host(this), new Host(this)];
        Sides = [new DataChannels(Hosts[0], random), new DataChannels(Hosts[1], random)];
    }

    public Host[] Hosts { get; }

    public DataChannels[] Sides { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1);

    /// <summary>When a packet arrives, after how long; null: it is lost.</summary>
    public Func<int, byte[], TimeSpan?> Fate { get; set; } = (_, _) => TimeSpan.FromMilliseconds(5);

    public SctpOptions Options { get; set; } = new() { MaxSentMessageSize = 262_144 };

    public void Start()
    {
        Sides[0].Start(Options, dtlsClient: true, Now);
        Sides[1].Start(Options, dtlsClient: false, Now);
        Run(TimeSpan.FromSeconds(1));
    }

    public void Run(TimeSpan time)
    {
        var end = Now + time;
        while (true)
        {
            Flush(0);
            Flush(1);
            var next = _wire.TryPeek(out _, out var first) ? first.At : TimeSpan.MaxValue;
            foreach (var side in Sides)
            {
                if (side.Association is { } association && association.NextTimeout < next)
                    next = association.NextTimeout;
            }

            if (next > end)
            {
                Now = end;
                return;
            }

            Now = next > Now ? next : Now;
            Step();
        }
    }

    private void Step()
    {
        while (_wire.TryPeek(out _, out var due) && due.At <= Now)
        {
            var (to, packet) = _wire.Dequeue();
            Sides[to].Association!.Receive(packet, Now);
        }

        foreach (var side in Sides)
            side.Association?.HandleTimeout(Now);
    }

    private void Flush(int from)
    {
        int length;
        while ((length = Sides[from].Association?.TryWritePacket(_buffer, Now) ?? 0) > 0)
        {
            var packet = _buffer.AsSpan(0, length).ToArray();
            if (Fate(from, packet) is { } delay)
                _wire.Enqueue((1 - from, packet), (Now + delay, _order++));
        }
    }

    internal sealed class Host(ChannelPair pair) : IDataChannelHost
    {
        public Lock Gate { get; } = new();

        public TimeSpan Now => pair.Now;

        public int Flushes { get; private set; }

        public List<DataChannel> Announced { get; } = [];

        public ChannelRecorder Recorder { get; } = new();

        public bool Observes { get; set; } = true;

        public bool Established { get; private set; }

        public (bool Failed, string Detail)? Closed { get; private set; }

        public void RequestFlush() => Flushes++;

        public void OnDataChannel(DataChannel channel)
        {
            Announced.Add(channel);
            if (Observes)
                channel.Observe(Recorder);
        }

        public void OnAssociationEstablished() => Established = true;

        public void OnAssociationClosed(bool failed, string detail) => Closed = (failed, detail);
    }
}
