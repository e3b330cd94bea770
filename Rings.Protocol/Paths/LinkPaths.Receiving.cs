using Rings.Protocol.Wire;

namespace Rings.Protocol.Paths;

/// <content>What the peer says.</content>
internal sealed partial class LinkPaths
{
    /// <summary>An <c>OPEN</c> came.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">The present.</param>
    /// <param name="ask">
    /// What to decide about: <see cref="Take"/> or <see cref="Refuse"/> follows. Null: it is refused already.
    /// </param>
    /// <returns>The rule that the peer broke, if any: the link is closed.</returns>
    public WireFault ReceiveOpen(in PathFrame frame, Instant now, out PathAsk? ask)
    {
        ask = null;
        var label = frame.Label;
        if ((label & PathFrame.OffererBit) == _ownBit) return new("Path.label", "one of the peer's own");
        if ((label & ~PathFrame.OffererBit) != _peerCount + 1) return new("Path.label", "the next of the peer's");
        _peerCount++;
        if (_closes.Count >= MaxCloses) return new("Path.open", "with credit for its answer");
        var asked = new PathAsk(label, frame.Amount);
        if (_opens.TryTake(now) || Broken.HasFlag(PathRules.NobodyPays)) ask = asked;
        else Refuse(asked, PathCloseReason.Full, now);
        return WireFault.None;
    }

    /// <summary>A packet came. It changes hands.</summary>
    /// <returns>The rule that the peer broke, if any: the link is closed.</returns>
    public WireFault Receive(in PathFrame frame, PathPacket packet, Instant now)
    {
        ArgumentNullException.ThrowIfNull(packet);
        var fault = Find(frame.Label, out var path);
        if (path is null)
        {
            packet.Release();
            Dropped++;
            return fault;
        }

        var promised = path.Window.Promised;
        if ((path.IsOpener && !path.IsOpen) || !path.Window.TryReceive(packet.Cost, frame.WantsMore))
        {
            packet.Release();
            return new("Path.data", "to be sent within the credit");
        }

        Promised += path.Window.Promised - promised;
        Receive(path, packet, now);
        return WireFault.None;
    }

    /// <summary>Any other path frame came.</summary>
    /// <returns>The rule that the peer broke, if any: the link is closed.</returns>
    public WireFault Receive(in PathFrame frame, Instant now)
    {
        if (frame.Type > PathFrameType.GiveBack) return WireFault.None; // Of a later version.
        var fault = Find(frame.Label, out var path);
        if (path is null) return fault;
        if (frame.Type == PathFrameType.Close)
        {
            TellOther(path, frame.Reason);
            Remove(path);
            return WireFault.None;
        }

        fault = frame.Type == PathFrameType.Accept ? ReceiveAccept(path, in frame)
            : !path.IsOpen ? new("Path.type", "ACCEPT, DATA or CLOSE before the path is open")
            : frame.Type == PathFrameType.Credit ? ReceiveCredit(path, frame.Amount)
            : ReceiveGiveBack(path, frame.Amount, now);
        Pump(now);
        return fault;
    }

    private void Receive(LinkPath path, PathPacket packet, Instant now)
    {
        var cost = packet.Cost;
        Use(path, now);
        _wasUsed = true;
        if (path.IsRelayed) _pace.Take(cost);
        if (path.IsClosing) packet.Release();
        else if (path.Early is { } early) early.Enqueue(packet);
        else _effects.Carry(path, packet);
        if (Broken.HasFlag(PathRules.CreditOnArrival)) Free(path, cost, now);
        // A window that grew is told at once.
        SayCredit(path, now);
        Pump(now);
    }

    private WireFault Find(uint label, out LinkPath? path)
    {
        if (_labels.TryGetValue(label, out path)) return WireFault.None;
        var known = (label & PathFrame.OffererBit) == _ownBit ? _ownCount : _peerCount;
        return (label & ~PathFrame.OffererBit) <= known ? WireFault.None : new("Path.label", "one that was opened");
    }

    private WireFault ReceiveAccept(LinkPath path, in PathFrame frame)
    {
        if (!path.IsOpener || path.IsOpen) return new("Path.type", "ACCEPT once, from the other end");
        path.IsOpen = true;
        path.Lease.Accepted();
        path.Window.Open();
        if (!path.Queue.TryGrant(frame.Amount - PathEnd.EarlyBytes)) return TooMuch;
        _effects.Accept(path, frame.Rest.ToArray());
        if (path.Queue.Head(_now) >= 0) Wake(path);
        return WireFault.None;
    }

    private WireFault ReceiveCredit(LinkPath path, int cost)
    {
        if (!path.Queue.TryGrant(cost)) return TooMuch;
        Wake(path);
        return WireFault.None;
    }

    private WireFault ReceiveGiveBack(LinkPath path, int cost, Instant now)
    {
        var promised = path.Window.Promised;
        if (!path.Window.TryTakeBack(cost)) return new("Path.give_back", "no more than was granted");
        Promised += path.Window.Promised - promised;
        SayCredit(path, now);
        return WireFault.None;
    }

    private static WireFault TooMuch => new("Path.credit", "at most 16,777,216 in hand");
}
