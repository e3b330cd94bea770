namespace Rings.Protocol.Paths;

/// <content>What leaves, in which order, and what has lasted for too long.</content>
internal sealed partial class LinkPaths
{
    /// <summary>Tag, length, label, type and a reason of one byte.</summary>
    private const int CloseFrameBytes = 2 + PathFrame.HeadBytes + 1;

    /// <summary>The same with a number.</summary>
    private const int WordFrameBytes = 2 + PathFrame.HeadBytes + sizeof(uint);

    /// <summary>Sends what the channel, the lane's credit and the paths' credit let leave.</summary>
    public void Pump(Instant now)
    {
        _now = now;
        // Whether there is room is asked only where something waits: the channel's lock is taken for it.
        while ((_closes.Count > 0 || _words.Count > 0) && _effects.HasRoom && (TrySendClose(now) || TrySendWord(now)))
        {
        }

        while (!_round.IsEmpty && _effects.HasRoom && _round.Next() is { } source)
        {
            var path = source.Round.Next()!;
            var bytes = HeadOf(path);
            if (!TrySend(path, bytes, now)) continue;
            source.Deficit -= bytes;
            path.Deficit -= bytes;
        }

        TellLeft();
    }

    /// <summary>The lane's credit grew.</summary>
    public void Paid(Instant now)
    {
        while (_unpaid.TryDequeue(out var path))
        {
            path.IsUnpaid = false;
            if (!path.IsGone) Wake(path);
        }

        Pump(now);
    }

    /// <summary>Looks after what takes time. Asked for by <see cref="NextTick"/>.</summary>
    public void Tick(Instant now)
    {
        _now = now;
        for (var held = _heldBack.Count; held > 0 && _pace.IsOpen(now); held--)
        {
            var path = _heldBack.Dequeue();
            path.IsHeldBack = false;
            if (!path.IsGone) SayCredit(path, now);
        }

        foreach (var path in _paths.Values.ToList()) Expire(path, now);
        if (_reviewedAt is not { } reviewed || now - reviewed >= ReviewEvery) Review(now);
        Pump(now);
    }

    private static bool IsDue(Instant since, TimeSpan time, Instant now) => now - since >= time;

    private void Expire(LinkPath path, Instant now)
    {
        if (path.Opening is not null && IsDue(path.Since, _limits.OpenWait, now)) CloseBoth(path, PathCloseReason.Full);
        else if (!path.IsOpen && IsDue(path.Since, _limits.AskedTime, now)) CloseBoth(path, PathCloseReason.NoAnswer);
        else if (path.Queue.StarvedSince is { } since && IsDue(since, _limits.StallTime, now))
            CloseBoth(path, PathCloseReason.Stalled);
        else if (IsDue(path.UsedAt, _limits.IdleTime, now)) CloseBoth(path, PathCloseReason.Idle);
    }

    private void Review(Instant now)
    {
        var seconds = Math.Max(1, (now - (_reviewedAt ?? now)).TotalSeconds);
        (_reviewedAt, _wasUsed) = (now, false);
        foreach (var path in _paths.Values)
        {
            path.Window.Review(seconds);
            _wasUsed |= now - path.UsedAt < ReviewEvery || !path.IsOpen || !path.Queue.IsEmpty;
            if (path.IsOpen && path.Queue.IsEmpty && IsDue(path.SentAt, _limits.KeepCredit, now)) GiveBack(path);
        }
    }

    private void GiveBack(LinkPath path)
    {
        path.GivesBack += path.Queue.GiveBack();
        if (path.GivesBack == 0 || path.HasWord) return;
        path.HasWord = true;
        _words.Enqueue(path);
    }

    private void Wake(LinkPath path)
    {
        path.Source.Round.Add(path);
        _round.Add(path.Source);
    }

    /// <summary>Bytes of what the path would send next; negative: it can send nothing now.</summary>
    private int HeadOf(LinkPath path)
    {
        if (path.IsUnpaid) return -1;
        if (path.Opening is { } opening) return opening.FrameBytes;
        if (path.Acceptance is { } opaque) return PathFrame.SizeWith(opaque.Length);
        if (path.Queue.IsEmpty) return path.IsClosing ? CloseFrameBytes : -1;
        return path.Queue.Head(_now);
    }

    /// <summary>Sends what is next of a path.</summary>
    /// <returns>False: the lane has no credit for it; it waits.</returns>
    private bool TrySend(LinkPath path, int bytes, Instant now)
    {
        var isPacket = path.Opening is null && path.Acceptance is null && !path.Queue.IsEmpty;
        if ((!isPacket || Broken.HasFlag(PathRules.DataTakesLaneCredit)) && !_effects.TryPay(bytes, now))
        {
            path.IsUnpaid = true;
            _unpaid.Enqueue(path);
            return false;
        }

        if (path.Opening is { } opening) SendOpening(path, opening);
        else if (path.Acceptance is { } opaque) SendAcceptance(path, opaque.Span, now);
        else if (isPacket) SendPacket(path, now);
        else SendDone(path);
        return true;
    }

    private void SendOpening(LinkPath path, IPathOpening opening)
    {
        if (!Broken.HasFlag(PathRules.LabelsRepeat) || _ownCount == 0) _ownCount++;
        path.Label = _ownBit | _ownCount;
        path.Opening = null;
        _waitingOpens--;
        _labels[path.Label] = path;
        _effects.SendOpening(path.Label, path.Window.Window, opening);
    }

    private void SendAcceptance(LinkPath path, ReadOnlySpan<byte> opaque, Instant now)
    {
        path.Acceptance = null;
        path.IsOpen = true;
        path.Window.Open();
        Span<byte> frame = stackalloc byte[PathFrame.SizeWith(PathFrame.MaxOpaque)];
        var length = PathFrame.Write(frame, path.Label, PathFrameType.Accept, path.Window.Window, opaque);
        _effects.Send(frame[..length]);
        SayCredit(path, now);
    }

    private void SendPacket(LinkPath path, Instant now)
    {
        var packet = path.Queue.Take(out var wantsMore);
        if (path.Left == 0) _touched.Add(path);
        path.Left += packet.Cost;
        path.SentAt = now;
        _effects.Send(packet.Address(path.Label, wantsMore));
        packet.Release();
    }

    private void SendDone(LinkPath path)
    {
        SendClose(path.Label, PathCloseReason.Done);
        Remove(path);
    }

    private bool TrySendClose(Instant now)
    {
        if (!_closes.TryPeek(out var close) || !_effects.TryPay(CloseFrameBytes, now)) return false;
        _closes.Dequeue();
        SendClose(close.Label, close.Reason);
        return true;
    }

    private void SendClose(uint label, PathCloseReason reason)
    {
        Span<byte> frame = stackalloc byte[PathFrame.ShortFrameBytes];
        _effects.Send(frame[..PathFrame.Write(frame, label, reason)]);
    }

    private bool TrySendWord(Instant now)
    {
        while (_words.TryPeek(out var path))
        {
            var due = path.IsGone ? 0 : path.Window.DueGrant();
            if (due == 0 && (path.IsGone || path.GivesBack == 0))
            {
                path.HasWord = false;
                _words.Dequeue();
                continue;
            }

            if (!_effects.TryPay(WordFrameBytes, now)) return false;
            if (due > 0) SendCredit(path, due);
            else SendGiveBack(path);
            return true;
        }

        return false;
    }

    private void SendCredit(LinkPath path, int cost)
    {
        path.Window.Granted(cost);
        SendWord(path, PathFrameType.Credit, cost);
    }

    private void SendGiveBack(LinkPath path)
    {
        SendWord(path, PathFrameType.GiveBack, path.GivesBack);
        path.GivesBack = 0;
    }

    private void SendWord(LinkPath path, PathFrameType type, int cost)
    {
        Span<byte> frame = stackalloc byte[PathFrame.ShortFrameBytes];
        _effects.Send(frame[..PathFrame.Write(frame, path.Label, type, (uint)cost)]);
    }

    /// <summary>The other side may send as much again: told once for all that left together.</summary>
    private void TellLeft()
    {
        foreach (var path in _touched)
        {
            if (!path.IsGone && !path.IsClosing) _effects.Free(path, path.Left);
            path.Left = 0;
        }

        _touched.Clear();
    }
}
