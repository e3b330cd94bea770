using Rings.Protocol.Crypto;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <summary>One path of a set: its keys, what is under way by it, and what has been heard by it.</summary>
/// <param name="index">Which of the set.</param>
/// <param name="begun">When it was asked for.</param>
internal sealed class SetPath(uint index, Instant begun) : IDisposable
{
    private static readonly TimeSpan MeasureInterval = TimeSpan.FromSeconds(5);

    private readonly Queue<SentItem> _sent = new();
    private ulong? _ping;
    private Instant _pingAt;

    public uint Index => index;

    /// <summary>When it was asked for.</summary>
    public Instant Begun { get; } = begun;

    /// <summary>What opened it; at the opener until it is accepted.</summary>
    public StreamsHello? Hello { get; set; }

    /// <summary>The hello's bytes, as they were sealed.</summary>
    public byte[] HelloBytes { get; set; } = [];

    /// <summary>This end's half of its share; erased when the keys are there.</summary>
    public X25519PrivateKey? Share { get; set; }

    /// <summary>The cipher of the session that sealed the hello.</summary>
    public AeadSuite Suite { get; set; }

    /// <summary>Seals and opens; null until the hello has left.</summary>
    public PathKeys? Keys { get; set; }

    /// <summary>What the link takes; null until the hello has left.</summary>
    public PathEnd? End { get; set; }

    /// <summary>For which streams it was opened: 0 bulk, 1 interactive.</summary>
    public int Lane { get; set; }

    /// <summary>Whether it goes over one hop.</summary>
    public bool IsDirect { get; set; }

    /// <summary>Links that it goes over: what relays said, unless it is one; 0: not known.</summary>
    public int Hops { get; set; }

    /// <summary>Whether both ends have it.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Since when nothing new goes by it: another has taken over. Null: it is in use.</summary>
    public Instant? LeftAt { get; set; }

    /// <summary>Whether the other end has to be told what it is for.</summary>
    public bool SaysUse { get; set; }

    /// <summary>When it is to be replaced.</summary>
    public Instant ServesUntil { get; set; }

    /// <summary>Streams that have something to send by it, in turn.</summary>
    public Queue<StreamState> Turn { get; } = new();

    /// <summary>When something was heard by it last.</summary>
    public Instant Heard { get; private set; } = begun;

    /// <summary>When something was said by it last.</summary>
    public Instant Said { get; set; } = begun;

    /// <summary>What a round trip takes; null: not known.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>Since when it is waited for anything at all to be heard; null: it is not.</summary>
    public Instant? WaitsSince { get; private set; }

    /// <summary>Whether a PING is to go.</summary>
    public bool WantsPing { get; private set; }

    /// <summary>The number of the next PING.</summary>
    public ulong NextPing { get; private set; }

    /// <summary>The other end's latest question, to be answered.</summary>
    public ulong? Pong { get; set; }

    /// <summary>Bytes that came and are not acknowledged.</summary>
    public long Unacknowledged { get; set; }

    /// <summary>When an acknowledgement has to go at the latest; null: nothing is to be acknowledged.</summary>
    public Instant? AcknowledgeAt { get; set; }

    /// <summary>Whether the other end has acknowledged or answered anything that went by it.</summary>
    public bool HasCarried { get; private set; }

    /// <summary>Whether anything is under way by it.</summary>
    public bool IsSpent => _sent.Count == 0;

    /// <summary>
    /// Whether bytes of streams came by it since the other end was asked last. Where they stop, that may be all, or the path
    /// has gone silent: whoever only reads has nothing under way that would tell.
    /// </summary>
    public bool IsFed { get; set; }

    /// <summary>Whether it was asked for beside one that was not answered soon.</summary>
    public bool IsRival { get; init; }

    /// <summary>Rivals that were asked for beside it.</summary>
    public int Rivals { get; set; }

    /// <summary>Whether frames may go by it now, early ones too.</summary>
    public bool IsUsable => Keys is not null && End is not null;

    /// <summary>The other end tells what its hello crossed, or 0. Whether it is one link, this end knows by itself.</summary>
    private void CrossedSo(int hops) => Hops = IsDirect ? 1 : hops == 0 ? 0 : Math.Max(2, hops);

    /// <summary>Notes what a packet carries.</summary>
    public void Log(SentItem item) => _sent.Enqueue(item);

    /// <summary>All up to a packet was taken.</summary>
    public void Acknowledged(ulong number, Action<SentItem> taken)
    {
        HasCarried = true;
        while (_sent.TryPeek(out var item) && item.Packet <= number) taken(_sent.Dequeue());
    }

    /// <summary>What may not have arrived; afterwards nothing is under way by this path.</summary>
    public List<SentItem> TakeLost()
    {
        var lost = _sent.ToList();
        _sent.Clear();
        return lost;
    }

    /// <summary>The other end took it: the keys of both ends, from its answer as it was sealed.</summary>
    /// <returns>False where its share is of no use.</returns>
    public bool TryComplete(StreamsAccept answer, ReadOnlySpan<byte> accept)
    {
        var agreed = PathSecrets.TryDerive(
            Suite, HelloBytes, accept, Hello!.Secret.Span, Share!, answer.Share, out var opener, out var acceptor);
        if (!agreed) return false;
        Keys!.Complete(opener!, acceptor!);
        CrossedSo(answer.Hops);
        Share!.Dispose();
        (Share, HelloBytes) = (null, []);
        return true;
    }

    /// <summary>Whether its keys have served long enough.</summary>
    public bool IsOld(ulong packets, Instant now) =>
        now >= ServesUntil || Keys!.Sealed >= packets || Keys.Opened >= packets;

    /// <summary>Asks the other end whether it is there, and how far.</summary>
    public void Ask(Instant now)
    {
        (WantsPing, IsFed) = (true, false);
        WaitsSince ??= now;
    }

    /// <summary>Asks from time to time while bytes go.</summary>
    public void MeasureSometimes(Instant now)
    {
        if (IsOpen && now - _pingAt >= MeasureInterval) Ask(now);
    }

    /// <summary>The PING has gone.</summary>
    public void PingSent(Instant now)
    {
        WantsPing = false;
        (_ping, _pingAt) = (NextPing++, now);
    }

    /// <summary>A PING was answered.</summary>
    /// <returns>False where none has that number.</returns>
    public bool TryPong(ulong number, Instant now)
    {
        if (number >= NextPing) return false;
        HasCarried = true;
        if (number == _ping) Measured(now - _pingAt);
        _ping = null;
        return true;
    }

    /// <summary>Something was heard by it.</summary>
    public void HearAt(Instant now) => (Heard, WaitsSince) = (now, null);

    /// <summary>A round trip was measured.</summary>
    public void Measured(TimeSpan trip) =>
        RoundTrip = RoundTrip is { } known ? (known * 0.875) + (trip * 0.125) : trip;

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        Share?.Dispose();
        Keys?.Dispose();
    }
}
