using System.Buffers;

namespace Rings.Transport.InMemory;

/// <summary>
/// One direction of a connection: holds messages while there is no path, spaces them by the bandwidth, serves
/// channels by their
/// send order, and says when each message arrives.
/// </summary>
internal sealed class Line(InMemoryNetwork network, InMemoryPeerConnection owner, Random random)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<InboxEvent, (int SendOrder, long Order)> _waiting = new();
    private InMemoryPeerConnection? _remote;
    private long _order;
    private bool _open;
    private bool _closed;
    private bool _busy;

    private InMemoryNetworkOptions Options => network.Options;

    /// <summary>Sends now or in its turn.</summary>
    public void Send(in InboxEvent message)
    {
        lock (_gate)
        {
            if (_closed)
            {
                Drop(message);
                return;
            }

            if (_open && !_busy && Options.BytesPerSecond is null)
            {
                Forward(message);
                return;
            }

            _waiting.Enqueue(message, (message.Channel!.Options.SendOrder, _order++));
            if (_open && !_busy) Pump();
        }
    }

    /// <summary>The path opened or closed.</summary>
    public void SetOpen(InMemoryPeerConnection? remote, bool open)
    {
        lock (_gate)
        {
            _remote = remote;
            _open = open && remote is not null;
            if (_open && !_busy) Pump();
        }
    }

    /// <summary>The message before has left.</summary>
    public void LineFree()
    {
        lock (_gate)
        {
            _busy = false;
            if (_open) Pump();
        }
    }

    /// <summary>Ends the line and drops what waited.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_waiting.TryDequeue(out var message, out _)) Drop(message);
        }
    }

    private void Pump()
    {
        while (!_busy && _waiting.TryDequeue(out var message, out _))
        {
            Forward(message);
            if (Options.BytesPerSecond is not { } rate || message.Length == 0) continue;
            _busy = true;
            var ticks = (long)((double)message.Length / rate * TimeSpan.TicksPerSecond);
            owner.PostAt(new InboxEvent(InboxEventKind.LineFree), network.Now + Math.Max(1, ticks));
        }
    }

    private void Forward(in InboxEvent message)
    {
        Repeat(message);
        // What was sent under other options may be on its way still: order is kept.
        if (!Options.HasLatency && message.Channel!.LastDue <= network.Now)
        {
            if (!_remote!.Post(message)) Drop(message);
            return;
        }

        if (Latency(message) is not { } latency)
        {
            Drop(message);
            return;
        }

        var channel = message.Channel!;
        var due = network.Now + latency.Ticks;
        if (channel.Options.Ordered || message.Kind != InboxEventKind.Message)
            channel.LastDue = due = Math.Max(due, channel.LastDue);
        if (!_remote!.PostAt(message, due)) Drop(message);
    }

    /// <summary>Sends a message a second time, just before the first, if chance says so.</summary>
    private void Repeat(in InboxEvent message)
    {
        if (Options.DuplicateRate <= 0 || message is not { Kind: InboxEventKind.Message, Buffer: { } buffer, Channel: { } channel }) return;
        if (Options.DuplicatesOn?.Invoke(channel.Options) == false || random.NextDouble() >= Options.DuplicateRate) return;
        var copy = ArrayPool<byte>.Shared.Rent(message.Length);
        buffer.AsSpan(0, message.Length).CopyTo(copy);
        channel.Take(message.Length);
        var due = Math.Max(network.Now + Options.Delay.Ticks, channel.LastDue);
        if (channel.Options.Ordered) channel.LastDue = due;
        var twin = message with { Buffer = copy };
        if (!_remote!.PostAt(twin, due)) Drop(twin);
    }

    /// <summary>The time to the other end; null for a message that its channel gives up.</summary>
    private TimeSpan? Latency(in InboxEvent message)
    {
        var delay = Options.DelayBetween?.Invoke(owner.Endpoint, _remote!.Endpoint) ?? Options.Delay;
        if (Options.Jitter > TimeSpan.Zero) delay += Options.Jitter * random.NextDouble();
        var options = message.Channel!.Options;
        for (var losses = 1; Options.LossRate > 0 && random.NextDouble() < Options.LossRate; losses++)
        {
            delay += Options.RetransmissionDelay;
            if (message.Kind != InboxEventKind.Message) continue;
            if (losses > options.MaxRetransmits || delay.TotalMilliseconds > options.MaxPacketLifeTime) return null;
        }

        return delay;
    }

    private static void Drop(in InboxEvent message)
    {
        if (message.Buffer is not { } buffer) return;
        ArrayPool<byte>.Shared.Return(buffer);
        message.Channel!.Release(message.Length);
    }
}
