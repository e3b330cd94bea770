using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

/// <summary>
/// Several flows through one bottleneck with a tail-drop queue and random loss, in virtual time. Each flow sends all
/// it can; the
/// way back is not limited.
/// </summary>
internal sealed class SharedLink
{
    private readonly PriorityQueue<(SctpAssociation To, byte[] Packet), (TimeSpan At, long Order)> _wire = new();
    private readonly byte[] _buffer = new byte[2048];
    private readonly byte[] _message = new byte[65_536];
    private readonly List<Flow> _flows = [];
    private Random? _random;
    private TimeSpan _now = TimeSpan.FromSeconds(1);
    private TimeSpan _freeAt;
    private long _order;

    public required TimeSpan RoundTrip { get; init; }

    public required double Bandwidth { get; init; }

    public required TimeSpan MaxQueue { get; init; }

    public double Loss { get; init; }

    /// <summary>The same for the way back.</summary>
    public double LossBack { get; init; }

    /// <summary>Of the losses.</summary>
    public int Seed { get; init; } = 4711;

    /// <summary>Short messages that go first, one at a time.</summary>
    public int Pings { get; set; }

    /// <summary>Timers fire at multiples of this only, as those of a busy machine do.</summary>
    public TimeSpan TimerGrain { get; init; } = TimeSpan.FromTicks(1);

    public void Add(CongestionAlgorithm algorithm, int seed)
    {
        var options = new SctpOptions { Congestion = algorithm };
        var random = new SeededRandom(seed);
        var sink = new NullSink();
        var flow = new Flow(
            new SctpAssociation(options, new NullSink(), random), new SctpAssociation(options, sink, random), sink);
        _flows.Add(flow);
        flow.Sender.Connect(_now);
        Flush(flow);
    }

    /// <summary>Runs for a time; returns each flow's bytes a second.</summary>
    public double[] Run(TimeSpan time)
    {
        var before = _flows.Select(flow => flow.Sink.Bytes).ToArray();
        var end = _now + time;
        while (_now < end)
            Step(end);

        return [.. _flows.Select((flow, i) => (flow.Sink.Bytes - before[i]) / time.TotalSeconds)];
    }

    public SctpStatistics Statistics(int flow) => _flows[flow].Sender.GetStatistics();

    private void Step(TimeSpan end)
    {
        var next = end;
        if (_wire.TryPeek(out _, out var first) && first.At < next)
            next = first.At;

        foreach (var flow in _flows)
        {
            next = Earlier(next, flow.Sender.NextTimeout);
            next = Earlier(next, flow.Receiver.NextTimeout);
        }

        _now = next > _now ? next : _now;
        while (_wire.TryPeek(out _, out var due) && due.At <= _now)
        {
            var (to, packet) = _wire.Dequeue();
            to.Receive(packet, _now);
        }

        foreach (var flow in _flows)
        {
            flow.Sender.HandleTimeout(_now);
            flow.Receiver.HandleTimeout(_now);
            Flush(flow);
        }
    }

    private TimeSpan Earlier(TimeSpan one, TimeSpan timer)
    {
        if (timer == TimeSpan.MaxValue)
            return one;

        var fires = TimeSpan.FromTicks((timer.Ticks + TimerGrain.Ticks - 1) / TimerGrain.Ticks * TimerGrain.Ticks);
        return fires < one ? fires : one;
    }

    private void Flush(Flow flow)
    {
        if (Pings > 0 && flow.Sender.GetStatistics().BytesBuffered == 0 && flow.Sender.State == SctpState.Established)
        {
            Pings--;
            flow.Sender.TrySend(1, 53, new byte[1024]);
        }

        while (Pings == 0 && flow.Sender.TrySend(1, 53, _message) == SendResult.Sent)
        {
        }

        int length;
        while ((length = flow.Sender.TryWritePacket(_buffer, _now)) > 0)
            Forward(flow.Receiver, length);

        while ((length = flow.Receiver.TryWritePacket(_buffer, _now)) > 0)
        {
            if (!Loses(LossBack))
                Carry(flow.Sender, length, _now + RoundTrip / 2);
        }
    }

    private void Forward(SctpAssociation to, int length)
    {
        var start = _freeAt > _now ? _freeAt : _now;
        if (Loses(Loss) || start - _now > MaxQueue)
            return;

        _freeAt = start + TimeSpan.FromSeconds((length + 65) / Bandwidth);
        Carry(to, length, _freeAt + RoundTrip / 2);
    }

    private bool Loses(double rate) => (_random ??= new Random(Seed)).NextDouble() < rate;

    private void Carry(SctpAssociation to, int length, TimeSpan at) =>
        _wire.Enqueue((to, _buffer.AsSpan(0, length).ToArray()), (at, _order++));

    private sealed record Flow(SctpAssociation Sender, SctpAssociation Receiver, NullSink Sink);
}
