using Rings.Actors.Frames;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Limits;
using Rings.Protocol.Wire;
using Rings.Transport;
using static Rings.Actors.Frames.FrameProtocol;

namespace Rings.Actors.Links;

/// <summary>
/// The outgoing end of one lane: a bounded queue, the credit that the peer gave, the delegation slots. A frame is
/// patched at the moment when nothing can drop it any more, so the slots of both ends stay equal.
/// </summary>
/// <param name="channel">The lane's channel, open.</param>
/// <param name="credit">The peer's window; null on the control lane, which needs none.</param>
/// <param name="settings">The bounds.</param>
/// <param name="held">The link's share of what the node holds. This node's own frames count there while they wait;
/// relayed ones count to the link that brought them.</param>
/// <param name="departed">Told of each frame that is done with, once.</param>
/// <param name="repeats">What neighbours may have this node pass on again.</param>
internal sealed class LaneSender(
    DataChannel channel,
    CreditWindow? credit,
    LinkSettings settings,
    SharedStock.Share held,
    Action<SendFrame, Departure> departed,
    SharedRate<Did> repeats)
{
    private readonly Queue<Waiting> _queue = new();
    private readonly RecentIds _recent = new();
    private readonly SenderSlots _slots = new();
    private Waiting? _head;
    private FrameBuffer? _patched;
    private bool _headIsPaid;
    private long _bytes;

    public bool IsEmpty => _queue.Count == 0 && _head is null;

    /// <summary>Sends now or in its turn.</summary>
    /// <returns>False if there is no room: nothing was taken.</returns>
    public bool TrySend(SendFrame command, Instant now)
    {
        var bytes = command.Frame.Length;
        if (_queue.Count >= settings.QueueFrames || _bytes + bytes > settings.QueueBytes) return false;
        if (command.From is null && !held.TryTake(bytes)) return false;
        _queue.Enqueue(new(command, now, bytes));
        _bytes += bytes;
        Pump(now);
        return true;
    }

    /// <summary>
    /// Whether a frame has its delegation slot and has not left: then no other may be given one.
    /// </summary>
    public bool HasHead => _head is not null;

    /// <summary>Takes credit of the lane for a frame that does not go through the queue.</summary>
    public bool TryPay(int bytes, Instant now) => credit is null || credit.TryTake(bytes, now);

    /// <summary>
    /// Makes an envelope the one for this link that leaves at once, past the queue; only while there is no head. The
    /// buffer changes hands.
    /// </summary>
    public FrameBuffer Patch(SendFrame command) => Patch(command, EnvelopeView.Read(command.Frame.Span));

    /// <summary>The peer grants more.</summary>
    public void Grant(LinkControl.Credit grant, Instant now)
    {
        credit?.Grant(grant, now);
        Pump(now);
    }

    /// <summary>Whether the peer has granted nothing for too long while frames wait.</summary>
    public bool IsStarved(Instant now) => credit?.IsStarved(now, settings.StarvationTimeout) ?? false;

    /// <summary>
    /// Sends what the channel and the credit take, and drops relayed frames that have waited for too long.
    /// </summary>
    public void Pump(Instant now)
    {
        DropLate(now);
        while (_head is not null || TakeNext(now))
        {
            if (_head is not { } head) continue;
            if (channel.BufferedAmount >= settings.ChannelBytes) return;
            if (!_headIsPaid)
            {
                if (credit is not null && !credit.TryTake(_patched!.Length, now)) return;
                _headIsPaid = true;
            }

            if (channel.TrySend(_patched!.Span) != SendResult.Sent) return;
            var sent = _patched;
            (_head, _patched, _headIsPaid) = (null, null, false);
            Depart(head, Departure.Sent);
            sent.Release();
        }
    }

    /// <summary>Gives up everything that waits, each frame once: the link is gone.</summary>
    public IReadOnlyList<SendFrame> Abandon()
    {
        List<Waiting> given = _head is { } head ? [head, .. _queue] : [.. _queue];
        _patched?.Release();
        _queue.Clear();
        (_head, _patched, _headIsPaid, _bytes) = (null, null, false, 0);
        foreach (var waiting in given) GiveBack(waiting);
        return [.. given.Select(waiting => waiting.Command)];
    }

    private void DropLate(Instant now)
    {
        while (_queue.TryPeek(out var waiting) && waiting.Command.From is not null
            && now - waiting.Since > settings.QueueDelay)
        {
            _queue.Dequeue();
            _bytes -= waiting.Bytes;
            Depart(waiting, Departure.Late);
        }
    }

    /// <summary>Makes the next frame of the queue the one for this link.</summary>
    /// <returns>Whether there was one; if it may not leave it is done with at once.</returns>
    private bool TakeNext(Instant now)
    {
        if (!_queue.TryDequeue(out var waiting)) return false;
        var command = waiting.Command;
        _bytes -= waiting.Bytes;
        var view = EnvelopeView.Read(command.Frame.Span);
        // With the delegation, for nobody knows yet whether the slot will hold it.
        var longest = Math.Min(Frame.MaxBytes, channel.MaxMessageSize);
        if (EnvelopePatch.SizeWith(view, command.Delegation.Length) > longest)
        {
            Depart(waiting, Departure.TooLong);
            return true;
        }

        if (_recent.IsRepeat(command.Id) && !MayLeaveAgain(command, now))
        {
            Depart(waiting, Departure.Repeated);
            return true;
        }

        (_head, _patched) = (waiting, Patch(command, view));
        return true;
    }

    /// <summary>
    /// Several neighbours may bring the same, and none of them twice: for the peer it would be this node that repeats
    /// itself.
    /// </summary>
    private bool MayLeaveAgain(SendFrame command, Instant now) =>
        command.From is not { } from || command.IsRepeat || repeats.TryTake(from, now);

    private FrameBuffer Patch(SendFrame command, in EnvelopeView view)
    {
        var frame = command.Frame;
        var slot = _slots.Assign(command.DelegationId, out var isNew);
        if (!isNew)
        {
            frame.CutFront(EnvelopePatch.InPlace(frame.Span, view, command.Route, slot));
            return frame;
        }

        var longer = FrameBuffer.Rent(EnvelopePatch.SizeWith(view, command.Delegation.Length));
        EnvelopePatch.WithDelegation(view, command.Route, slot, command.Delegation.Span, longer.Span);
        frame.Release();
        return longer;
    }

    private void Depart(in Waiting waiting, Departure departure)
    {
        GiveBack(waiting);
        departed(waiting.Command, departure);
    }

    private void GiveBack(in Waiting waiting)
    {
        if (waiting.Command.From is null) held.Release(waiting.Bytes);
    }

    /// <summary>A frame in the queue, or at its head.</summary>
    private readonly record struct Waiting(SendFrame Command, Instant Since, int Bytes);
}
