using Rings.Protocol.Crypto;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Paths;

namespace Rings.Protocol.Streams;

/// <content>Paths: asked for, agreed on, replaced, given up.</content>
internal sealed partial class StreamSet
{
    private const int Lanes = 2;
    private const int MaxPaths = 8;

    private readonly List<SetPath> _paths = [];
    private readonly SetPath?[] _lanes = new SetPath?[Lanes];
    private readonly uint?[] _told = new uint?[Lanes];
    private readonly DirectUpgrade _upgrade;
    private readonly PathSearch _search;
    private readonly ByteRanges _indexes = new();
    private uint _nextIndex;

    /// <summary>Whether a path was accepted ever.</summary>
    public bool IsStanding => _search.HasStood;

    /// <summary>Whether what is new goes over a link to the other end.</summary>
    public bool IsDirect => (_lanes[0] ?? _lanes[1]) is { IsOpen: true, IsDirect: true };

    /// <summary>Links that what is new goes over; above 1 it is what relays said; 0: not known.</summary>
    public int Hops => (_lanes[0] ?? _lanes[1])?.Hops ?? 0;

    /// <summary>What a round trip takes now; null: not known, or there is no path.</summary>
    public TimeSpan? RoundTrip => (_lanes[0] ?? _lanes[1])?.RoundTrip;

    /// <summary>Whether a path other than this one has carried anything to the other end.</summary>
    internal bool HasCarriedBeside(uint index) => _paths.Exists(path => path.Index != index && path.HasCarried);

    /// <summary>A path's hello was sealed and is with the first link.</summary>
    /// <param name="index">Which path.</param>
    /// <param name="suite">The cipher of the session that sealed it.</param>
    /// <param name="isDirect">Whether the first link leads to the other end.</param>
    /// <param name="until">When the session's delegations end.</param>
    /// <param name="now">The present.</param>
    public void PathBegun(uint index, AeadSuite suite, bool isDirect, Instant until, Instant now)
    {
        if (FindPath(index) is not { Hello: { } hello, Keys: null } path) return;
        (path.Suite, path.IsDirect, path.ServesUntil) = (suite, isDirect, Instant.Min(until, now + _settings.PathLife));
        (path.Keys, path.End) = (PathKeys.OfOpener(suite, hello), new PathEnd(isAccepted: false));
        if (_lanes[path.Lane] is null && _lanes[1 - path.Lane] is null) Lead(path, path.Lane);
        Pump(now);
    }

    /// <summary>The other end took a path.</summary>
    /// <param name="index">Which path.</param>
    /// <param name="accept">A StreamsAccept as it was sealed.</param>
    /// <param name="now">The present.</param>
    public void PathAccepted(uint index, ReadOnlySpan<byte> accept, Instant now)
    {
        if (FindPath(index) is not { Hello: not null, Keys: not null, IsOpen: false } path) return;
        try
        {
            var answer = StreamsAccept.Read(accept);
            if (answer.IsUnknown && IsStanding)
                EndSet(StreamCode.PeerLost, "the other end was restarted", PathCloseReason.Done);
            else if (answer.Id != Id || answer.Index != index || !path.TryComplete(answer, accept))
                EndOwnPath(path, PathCloseReason.Protocol, now);
            else if (!_upgrade.TryAgree(_parts.Direct, answer.Direct))
                EndSet(StreamCode.Policy, "one end wants a direct link only, the other none", PathCloseReason.Refused);
            else Stand(path, now);
        }
        catch (ProtocolException)
        {
            EndOwnPath(path, PathCloseReason.Protocol, now);
        }
    }

    /// <summary>The other end asks for a path.</summary>
    /// <param name="hello">Its hello.</param>
    /// <param name="helloBytes">The same as it was sealed.</param>
    /// <param name="suite">The cipher of the session that sealed it.</param>
    /// <param name="hops">Links that it crossed, 1 to 32. 1: the link leads to the other end.</param>
    /// <param name="until">When the session's delegations end.</param>
    /// <param name="now">The present.</param>
    /// <returns>
    /// The answer to seal; <see cref="PathStands"/> is to follow when it is on its way. Null: it is refused.
    /// </returns>
    public byte[]? TakePath(
        StreamsHello hello, ReadOnlySpan<byte> helloBytes, AeadSuite suite, int hops, Instant until, Instant now)
    {
        if (IsEnded || _parts.IsOpener || hello.Id != Id || _indexes.Contains(hello.Index, hello.Index + 1L)) return null;
        if (_paths.Count >= MaxPaths || !_upgrade.TryAgree(_parts.Direct, hello.Direct)) return null;
        _indexes.Add(hello.Index, hello.Index + 1L);
        if (_indexes.Count > ReceiveBuffer.MaxGaps) return null;
        using var share = EphemeralKey.Create(_parts.Random);
        var accept = new StreamsAccept(Id, hello.Index, share.PublicKey, _parts.Direct, IsUnknown: false, hops).ToBytes();
        if (!PathSecrets.TryDerive(
            suite, helloBytes, accept, hello.Secret.Span, share, hello.Share, out var opener, out var acceptor))
        {
            return null;
        }

        _paths.Add(new SetPath(hello.Index, now)
        {
            Keys = PathKeys.OfAcceptor(suite, hello, opener!, acceptor!),
            Hops = hops,
            IsDirect = hops == 1,
            ServesUntil = until,
        });
        _nextIndex = Math.Max(_nextIndex, hello.Index + 1);
        return accept;
    }

    /// <summary>The answer to a path's hello is on its way: packets may follow it.</summary>
    public void PathStands(uint index, Instant now)
    {
        if (FindPath(index) is not { IsOpen: false, Hello: null } path) return;
        path.End = new PathEnd(isAccepted: true);
        if (_lanes[0] is null) Lead(path, 0);
        Stand(path, now);
    }

    /// <summary>A path is over, or did not come about.</summary>
    public void PathEnded(uint index, PathCloseReason reason, Instant now)
    {
        if (FindPath(index) is not { } path) return;
        Drop(path, now);
        if (!_parts.IsOpener) Fall(now);
        else if (!IsStanding && reason is PathCloseReason.Refused) EndSet(StreamCode.Refused, PathWords.Of(reason), reason);
        else if (_search.CountVainTry()) EndSet(StreamCode.PeerLost, PathWords.Of(reason), reason);
        else
        {
            Fall(now);
            if (path.LeftAt is null) Reopen(path, reason, now);
        }

        Pump(now);
    }

    /// <summary>A link to the other end is ready.</summary>
    public void LinkReady(Instant now)
    {
        if (IsEnded || !_parts.IsOpener) return;
        _upgrade.Ready();
        if (!IsDirect) Begin(0, PathWay.Link, now);
        Pump(now);
    }

    /// <summary>A link to the other end did not come up: the ring's way goes on.</summary>
    public void LinkFailed(Instant now)
    {
        _upgrade.Failed(now);
        if (_upgrade.Policy == DirectPolicy.Only && !IsEnded)
            EndSet(StreamCode.PeerLost, "no direct link came up, and nothing else is wanted", PathCloseReason.Done);
        else Pump(now);
    }

    private SetPath? FindPath(uint index)
    {
        foreach (var path in _paths)
        {
            if (path.Index == index) return path;
        }

        return null;
    }

    /// <summary>Sees that there is a path, or that one is asked for.</summary>
    private void EnsurePaths(Instant now)
    {
        if (IsEnded || !_parts.IsOpener || !IsInUse(now)) return;
        if (_lanes[0] is null && _lanes[1] is null && _paths.Count == 0 && _search.TryAsk(now))
        {
            if (_upgrade.Policy == DirectPolicy.Only && !IsStanding) _effects.WantLink();
            Begin(0, _upgrade.Policy == DirectPolicy.Only ? PathWay.Link : _search.NextWay(), now);
        }

        if (_lanes[0] is { IsOpen: true } && _lanes[1] is null && StreamState.AreMixed(_streams.Values)) Begin(1, PathWay.Ring, now);
    }

    private void Begin(int lane, PathWay way, Instant now, bool isRival = false)
    {
        if (_paths.Count >= MaxPaths || _paths.Exists(path => !path.IsOpen && path.Lane == lane && path.Begun == now)) return;
        var share = EphemeralKey.Create(_parts.Random);
        var secret = new byte[StreamsHello.SecretBytes];
        if (!_rules.HasFlag(StreamRules.OneSecretForAllPaths)) _parts.Random(secret);
        var hello = new StreamsHello(Id, _nextIndex++, secret, share.PublicKey, _parts.Direct, IsStanding);
        var path = new SetPath(hello.Index, now)
        {
            Hello = hello,
            HelloBytes = hello.ToBytes(),
            Share = share,
            Lane = lane,
            IsRival = isRival,
            ServesUntil = now + _settings.PathLife,
        };
        _paths.Add(path);
        _effects.OpenPath(path.Index, way, path.HelloBytes);
    }

    /// <summary>Both ends have a path.</summary>
    private void Stand(SetPath path, Instant now)
    {
        path.IsOpen = true;
        path.HearAt(now);
        _search.Stood();
        RaiseSetWindow();
        if (_parts.IsOpener)
        {
            path.End!.Accepted();
            path.Measured(now - path.Begun);
            TakeLane(path, path.Lane, now);
            path.SaysUse = true;
            EndRivals(path, now);
        }

        path.Ask(now);
        EnsurePaths(now);
        Pump(now);
    }

    /// <summary>A path stands: those that were asked for in its place are not wanted. What went early by one goes again.</summary>
    private void EndRivals(SetPath path, Instant now)
    {
        foreach (var other in _paths.Where(other => !other.IsOpen && (other.IsRival || path.IsRival) && other.Lane == path.Lane).ToList())
            EndOwnPath(other, PathCloseReason.NoAnswer, now);
    }

    /// <summary>From now on a lane is this path's; what is under way by the former one stays there.</summary>
    private void TakeLane(SetPath path, int lane, Instant now)
    {
        var former = _lanes[lane];
        Lead(path, lane);
        if (former is null || former == path || _lanes[1 - lane] == former) return;
        former.LeftAt = now;
        foreach (var stream in former.Turn.ToList())
        {
            if (stream.Pinned == former) continue;
            stream.WaitsAt = null;
            Wake(stream);
        }

        var pinned = former.Turn.Where(stream => stream.WaitsAt == former).ToList();
        former.Turn.Clear();
        foreach (var stream in pinned) former.Turn.Enqueue(stream);
        if (_parts.IsOpener && _rules.HasFlag(StreamRules.OldPathsCloseAtOnce)) EndOwnPath(former, PathCloseReason.Done, now);
    }

    private void Lead(SetPath path, int lane)
    {
        (_lanes[lane], path.LeftAt) = (path, null);
        foreach (var stream in _streams.Values) Wake(stream);
    }

    /// <summary>Closes a path from this end.</summary>
    private void EndOwnPath(SetPath path, PathCloseReason reason, Instant now)
    {
        _effects.ClosePath(path.Index, reason);
        PathEnded(path.Index, reason, now);
    }

    /// <summary>Forgets a path; what was under way by it goes again, and with it the windows and what was acknowledged.</summary>
    private void Drop(SetPath path, Instant now)
    {
        _paths.Remove(path);
        if (path.IsDirect && path.LeftAt is null) _upgrade.Failed(now);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (_lanes[lane] == path) _lanes[lane] = null;
        }

        if (!_paths.Exists(other => other.IsOpen)) _search.Lacks(now);
        foreach (var stream in path.Turn) stream.WaitsAt = null;
        foreach (var stream in _streams.Values)
        {
            if (stream.Pinned == path) stream.Pinned = null;
        }

        if (!_rules.HasFlag(StreamRules.NothingGoesAgain)) SayAgain(path.TakeLost());
        if (_rules.HasFlag(StreamRules.WindowsAreSaidOnce)) path.Turn.Clear();
        else SayWindowsAgain();
        foreach (var other in _paths)
        {
            if (other.Keys is { Opened: > 0 }) other.AcknowledgeAt = now;
        }

        path.Dispose();
    }

    private void SayAgain(List<SentItem> lost)
    {
        foreach (var item in lost)
        {
            if (item.Stream is not { } stream || !_streams.ContainsKey(stream.Id)) continue;
            stream.News |= item.News & ~StreamNews.Window;
            if (item.News == StreamNews.None && stream.ResetCode is null)
                stream.Out.Lose(item.Offset, item.Length, item.IsEnd);
        }
    }

    private void SayWindowsAgain()
    {
        _saysWindow = true;
        foreach (var stream in _streams.Values)
        {
            if (stream.IsAccepted && !stream.IsReadDone) stream.News |= StreamNews.Window;
            Wake(stream);
        }
    }

    /// <summary>A lane without a path goes by whatever path there is: best by one that was in use last.</summary>
    private void Fall(Instant now)
    {
        if (IsEnded || _lanes[0] is not null) return;
        var other = _paths.FindLast(path => path.IsOpen && path.LeftAt is not null) ?? _paths.FindLast(path => path.IsOpen);
        if (other is null) return;
        Lead(other, 0);
        if (!_parts.IsOpener) return;
        (other.Lane, other.SaysUse) = (0, true);
    }

    /// <summary>Another path in place of one that ended; two where it was the second within a minute.</summary>
    private void Reopen(SetPath ended, PathCloseReason reason, Instant now)
    {
        if (IsEnded || !IsInUse(now) || reason is PathCloseReason.Done) return;
        var isSecond = _search.NoteFailure(now);
        if (_lanes[0] is not null || _paths.Exists(path => !path.IsOpen) || _search.TryPause(ended, now)) return;
        Begin(0, PathWay.AnotherHop, now);
        if (isSecond) Begin(1, PathWay.Ring, now);
    }
}
