using Rings.Protocol.Limits;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Paths;

/// <summary>
/// The paths of one link (docs/protocol, 7.1): labels, states, credit of the hop, windows, whose turn it is to send,
/// and how long each thing may last. At each node a path has two sides; this is the one that faces a link, and the other
/// is another link's, or an end. Both say the same to each other: <see cref="Carry"/>, <see cref="Accept"/>,
/// <see cref="Free(TransactionId, int, Instant)"/>, <see cref="Close"/>.
/// </summary>
/// <remarks>
/// A state machine without clock, chance or actors: an input goes in, effects come out. What it takes and cannot use it
/// releases. A packet that goes on makes no garbage here. Used by one thread at a time.
/// </remarks>
internal sealed partial class LinkPaths
{
    private const int MaxCloses = 1024;

    private static readonly TimeSpan ReviewEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan QuietReview = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PaceReview = TimeSpan.FromMilliseconds(20);

    private readonly Did _self;
    private readonly PathLimits _limits;
    private readonly IPathEffects _effects;
    private readonly uint _ownBit;
    private readonly Dictionary<TransactionId, LinkPath> _paths = [];
    private readonly Dictionary<uint, LinkPath> _labels = [];
    private readonly Dictionary<Did, PathSource> _sources = [];
    private readonly Queue<(uint Label, PathCloseReason Reason)> _closes = new();
    private readonly Queue<LinkPath> _words = new();
    private readonly Queue<LinkPath> _unpaid = new();
    private readonly Queue<LinkPath> _heldBack = new();
    private readonly List<LinkPath> _touched = [];
    private readonly DeficitRound<PathSource> _round;
    private readonly TokenBucket _opens;
    private readonly PathPace _pace;
    private uint _ownCount;
    private uint _peerCount;
    private int _waitingOpens;
    private bool _wasUsed;
    private Instant? _reviewedAt;
    private Instant _now;

    /// <summary>The paths of a new link.</summary>
    /// <param name="self">This node.</param>
    /// <param name="isOfferer">Whether this node made the offer of the link: it says which labels are its own.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="effects">The world.</param>
    public LinkPaths(Did self, bool isOfferer, PathLimits limits, IPathEffects effects)
    {
        ArgumentNullException.ThrowIfNull(limits);
        (_self, _limits, _effects) = (self, limits, effects);
        _ownBit = isOfferer ? PathFrame.OffererBit : 0;
        _round = new(source => source.Round.Next() is { } path ? HeadOf(path) : -1);
        _opens = new(limits.OpensPerSecond, limits.OpensBurst);
        _pace = new(limits.BytesPerSecond);
    }

    /// <summary>Rules broken on purpose by a test.</summary>
    internal PathRules Broken { get; init; }

    /// <summary>Paths on the link.</summary>
    public int Count => _paths.Count;

    /// <summary>What the peer may have sent of packets, and what of them may be here: all that was promised.</summary>
    public long Promised { get; private set; }

    /// <summary>Packets that were dropped unread, for they were of a path that is over.</summary>
    public long Dropped { get; private set; }

    /// <summary>The paths on the link.</summary>
    internal IEnumerable<LinkPath> All => _paths.Values;

    /// <summary>When <see cref="Tick"/> is to be called next; null: there is nothing to look after.</summary>
    public Instant? NextTick(Instant now) =>
        _paths.Count == 0 ? null
        : _heldBack.Count > 0 ? now + PaceReview
        : _waitingOpens > 0 ? now + (_limits.OpenWait / 2)
        : now + (_wasUsed ? ReviewEvery : QuietReview);

    /// <summary>Opens a path to the peer: of this node itself, or one that another link brought.</summary>
    /// <param name="lease">Its place.</param>
    /// <param name="opening">What opens it. It changes hands.</param>
    /// <param name="other">The path's other side.</param>
    /// <param name="now">The present.</param>
    public void Open(PathLease lease, IPathOpening opening, object other, Instant now)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var path = Add(lease, other, isOpener: true, isRelayed: lease.From != _self, now);
        path.Opening = opening;
        path.Queue.TryGrant(PathEnd.EarlyBytes);
        _waitingOpens++;
        Wake(path);
        Pump(now);
    }

    /// <summary>Takes a path that the peer opens: it goes on by another link, or ends here.</summary>
    /// <param name="ask">What <see cref="ReceiveOpen"/> said.</param>
    /// <param name="lease">Its place.</param>
    /// <param name="other">The path's other side; at an end that has not answered yet, whoever will.</param>
    /// <param name="now">The present.</param>
    public void Take(PathAsk ask, PathLease lease, object other, Instant now)
    {
        ArgumentNullException.ThrowIfNull(lease);
        var isRelayed = lease.To != _self;
        var path = Add(lease, other, isOpener: false, isRelayed, now);
        path.Label = ask.Label;
        path.Queue.TryGrant(ask.Window);
        if (!isRelayed) path.Early = new();
        _labels.Add(ask.Label, path);
    }

    /// <summary>Does not take a path that the peer opens.</summary>
    public void Refuse(PathAsk ask, PathCloseReason reason, Instant now)
    {
        _closes.Enqueue((ask.Label, reason));
        Pump(now);
    }

    /// <summary>The other side: the path is accepted. At an end with its owner, who hears of the path from now on.</summary>
    public void Accept(TransactionId id, ReadOnlyMemory<byte> opaque, object? owner, Instant now)
    {
        if (!_paths.TryGetValue(id, out var path) || path.IsOpener || path.IsClosing || path.Acceptance is not null
            || path.IsOpen) return;
        path.Acceptance = opaque;
        path.Lease.Accepted();
        path.Other = owner ?? path.Other;
        var early = path.Early;
        path.Early = null;
        foreach (var packet in early ?? []) _effects.Carry(path, packet);
        Wake(path);
        Pump(now);
    }

    /// <summary>The other side: a packet. It changes hands.</summary>
    public void Carry(TransactionId id, PathPacket packet, Instant now)
    {
        ArgumentNullException.ThrowIfNull(packet);
        if (!_paths.TryGetValue(id, out var path) || path.IsClosing)
        {
            packet.Release();
            return;
        }

        path.Queue.Add(packet);
        Use(path, now);
        path.SentAt = now;
        Wake(path);
        Pump(now);
    }

    /// <summary>The other side: packets of this cost have left.</summary>
    public void Free(TransactionId id, int cost, Instant now)
    {
        if (!_paths.TryGetValue(id, out var path) || path.IsClosing) return;
        Free(path, (int)Math.Min(cost, path.Window.Here), now);
        Pump(now);
    }

    /// <summary>The other side: the path is over.</summary>
    public void Close(TransactionId id, PathCloseReason reason, Instant now)
    {
        if (!_paths.TryGetValue(id, out var path) || path.IsClosing) return;
        var waits = path.Opening is not null || path.Acceptance is not null || !path.Queue.IsEmpty;
        if (reason == PathCloseReason.Done && waits)
        {
            path.IsClosing = true;
            Wake(path);
        }
        else
        {
            CloseHere(path, reason);
        }

        Pump(now);
    }

    /// <summary>A path has lost its place to one of a link that had fewer.</summary>
    public void Evict(TransactionId id, Instant now)
    {
        if (!_paths.TryGetValue(id, out var path)) return;
        CloseBoth(path, PathCloseReason.Full);
        Pump(now);
    }

    /// <summary>The other side of some paths is gone without a word.</summary>
    public void Lose(object other, Instant now)
    {
        foreach (var path in _paths.Values.Where(path => path.Other.Equals(other)).ToList())
            CloseHere(path, PathCloseReason.Broken);
        Pump(now);
    }

    /// <summary>
    /// The peer is silent. What stands may go on when it is heard again; what was only asked for over the link is not
    /// answered, so that whoever asked tries another way.
    /// </summary>
    public void Suspect(Instant now)
    {
        foreach (var path in _paths.Values.Where(path => path.IsOpener && !path.IsOpen).ToList())
            CloseBoth(path, PathCloseReason.NoAnswer);
        Pump(now);
    }

    /// <summary>The link is gone: its paths are broken.</summary>
    public void End()
    {
        foreach (var path in _paths.Values.ToList())
        {
            TellOther(path, PathCloseReason.Broken);
            Remove(path);
        }
    }

    private LinkPath Add(PathLease lease, object other, bool isOpener, bool isRelayed, Instant now)
    {
        var first = FirstWindow(lease, isRelayed);
        var from = Broken.HasFlag(PathRules.OneRound) ? _self : isOpener ? lease.From : lease.To;
        if (!_sources.TryGetValue(from, out var source))
            _sources.Add(from, source = new() { Round = new(HeadOf) });
        source.Paths++;
        var early = isOpener ? 0 : PathEnd.EarlyBytes;
        var window = new PathWindow(first, early, _limits.MaxWindow, lease) { Broken = Broken };
        var path = new LinkPath(lease, other, isOpener, window, source)
        {
            IsRelayed = isRelayed,
            Since = now,
            UsedAt = now,
            SentAt = now,
        };
        Promised += path.Window.Promised;
        _paths.Add(lease.Id, path);
        _wasUsed = true;
        _reviewedAt ??= now;
        return path;
    }

    private int FirstWindow(PathLease lease, bool isRelayed)
    {
        if (Broken.HasFlag(PathRules.LeastWindowIsOnePacket)) return PathPacket.MaxCiphertext;
        return !isRelayed && lease.TryGrow(_limits.EndWindow - PathFrame.LeastWindow)
            ? _limits.EndWindow
            : PathFrame.LeastWindow;
    }

    private static void Use(LinkPath path, Instant now)
    {
        path.UsedAt = now;
        path.Lease.Use(now);
    }

    private void Free(LinkPath path, int cost, Instant now)
    {
        if (cost <= 0) return;
        var promised = path.Window.Promised;
        path.Window.Free(cost);
        Promised += path.Window.Promised - promised;
        SayCredit(path, now);
    }

    /// <summary>Credit that is due is said, unless the link is above its rate.</summary>
    private void SayCredit(LinkPath path, Instant now)
    {
        if (path.Window.DueGrant() == 0 || path.HasWord || path.IsHeldBack) return;
        if (path.IsRelayed && !_pace.IsOpen(now))
        {
            path.IsHeldBack = true;
            _heldBack.Enqueue(path);
            return;
        }

        path.HasWord = true;
        _words.Enqueue(path);
    }

    private void CloseBoth(LinkPath path, PathCloseReason reason)
    {
        TellOther(path, reason);
        CloseHere(path, reason);
    }

    private void TellOther(LinkPath path, PathCloseReason reason)
    {
        if (!path.IsClosing) _effects.Close(path, reason);
    }

    private void CloseHere(LinkPath path, PathCloseReason reason)
    {
        if (path.Label != 0) _closes.Enqueue((path.Label, reason));
        Remove(path);
    }

    private void Remove(LinkPath path)
    {
        path.IsGone = true;
        _paths.Remove(path.Id);
        _labels.Remove(path.Label);
        DeficitRound<LinkPath>.Remove(path);
        if (--path.Source.Paths == 0)
        {
            DeficitRound<PathSource>.Remove(path.Source);
            _sources.Remove(Broken.HasFlag(PathRules.OneRound) ? _self : path.IsOpener ? path.Lease.From : path.Lease.To);
        }

        if (path.Opening is { } opening)
        {
            _waitingOpens--;
            opening.Release();
        }

        foreach (var packet in path.Early ?? []) packet.Release();
        path.Queue.Clear();
        Promised -= path.Window.Promised;
        path.Window.End();
        // The link that the path came by holds its place, or, for one of this node's own, the link that it left by.
        if (!path.IsOpener || path.Lease.From == _self) path.Lease.Release();
    }
}
