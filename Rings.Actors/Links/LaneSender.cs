using Rings.Actors.Frames;
using Rings.Actors.Settings;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Transport;

namespace Rings.Actors.Links;

/// <summary>
/// The outgoing end of one lane: a bounded queue, the credit that the peer gave, the delegation slots. A frame is
/// patched at the
/// moment when nothing can drop it any more, so the slots of both ends stay equal.
/// </summary>
/// <param name="channel">The lane's channel, open.</param>
/// <param name="credit">The peer's window; null on the control lane, which needs none.</param>
/// <param name="settings">The bounds.</param>
/// <param name="departed">Told of each frame that is done with.</param>
internal sealed class LaneSender(
    DataChannel channel,
    CreditWindow? credit,
    LinkSettings settings,
    Action<FrameProtocol.SendFrame, Departure> departed)
{
    private readonly Queue<(FrameProtocol.SendFrame Command, Instant Since)> _queue = new();
    private readonly SenderSlots _slots = new();
    private FrameBuffer? _head;
    private FrameProtocol.SendFrame? _headCommand;
    private bool _headIsPaid;
    private long _bytes;

    public bool IsEmpty => _queue.Count == 0 && _head is null;

    /// <summary>Sends now or in its turn.</summary>
    /// <returns>False if there is no room: nothing was taken.</returns>
    public bool TrySend(FrameProtocol.SendFrame command, Instant now)
    {
        if (_queue.Count >= settings.QueueFrames || _bytes + command.Frame.Length > settings.QueueBytes) return false;
        _queue.Enqueue((command, now));
        _bytes += command.Frame.Length;
        Pump(now);
        return true;
    }

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
        while (_head is not null || Patch())
        {
            if (_head is null) continue;
            if (channel.BufferedAmount >= settings.ChannelBytes) return;
            if (!_headIsPaid)
            {
                if (credit is not null && !credit.TryTake(_head!.Length, now)) return;
                _headIsPaid = true;
            }

            if (channel.TrySend(_head!.Span) != SendResult.Sent) return;
            Depart(_headCommand!, Departure.Sent);
            _head.Release();
            (_head, _headCommand, _headIsPaid) = (null, null, false);
        }
    }

    /// <summary>Gives up everything that waits: the link is gone.</summary>
    public IEnumerable<FrameProtocol.SendFrame> Abandon()
    {
        if (_headCommand is { } head) yield return head;
        while (_queue.TryDequeue(out var entry)) yield return entry.Command;
    }

    private void DropLate(Instant now)
    {
        while (_queue.TryPeek(out var entry) && entry.Command.From is not null
            && now - entry.Since > settings.QueueDelay)
        {
            _queue.Dequeue();
            _bytes -= entry.Command.Frame.Length;
            Depart(entry.Command, Departure.Late);
        }
    }

    /// <summary>Makes the next frame of the queue the one for this link.</summary>
    private bool Patch()
    {
        if (!_queue.TryDequeue(out var entry)) return false;
        var command = entry.Command;
        var frame = command.Frame;
        _bytes -= frame.Length;
        var view = EnvelopeView.Read(frame.Span);
        if (EnvelopePatch.SizeWith(view, command.Delegation.Length) > Frame.MaxBytes)
        {
            Depart(command, Departure.TooLong);
            return true;
        }

        var slot = _slots.Assign(command.DelegationId, out var isNew);
        if (isNew)
        {
            var longer = FrameBuffer.Rent(EnvelopePatch.SizeWith(view, command.Delegation.Length));
            EnvelopePatch.WithDelegation(view, command.Route, slot, command.Delegation.Span, longer.Span);
            frame.Release();
            frame = longer;
        }
        else
        {
            frame.CutFront(EnvelopePatch.InPlace(frame.Span, view, command.Route, slot));
        }

        (_head, _headCommand) = (frame, command);
        return true;
    }

    private void Depart(FrameProtocol.SendFrame command, Departure departure) => departed(command, departure);
}
