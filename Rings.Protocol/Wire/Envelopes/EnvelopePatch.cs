using System.Buffers.Binary;

namespace Rings.Protocol.Wire;

/// <summary>
/// Makes of a frame that came the frame that goes on: route and slot are written over in place; only a delegation
/// that the next link lacks makes another buffer necessary.
/// </summary>
/// <remarks>
/// Slots belong to the link, and both ends fill them in the order in which frames are sent. So patch at the moment of
/// sending, after the frame has left every queue that might drop it.
/// </remarks>
internal static class EnvelopePatch
{
    /// <summary>
    /// Writes route and slot for a link that holds the delegation already. A delegation that the frame carries is cut
    /// out, so the frame to send begins later in the same buffer.
    /// </summary>
    /// <param name="frame">The buffer that <paramref name="view"/> was read from.</param>
    /// <param name="view">The envelope in it; not to be used afterwards.</param>
    /// <param name="route">Where it goes, hops counted down already.</param>
    /// <param name="slot">The slot that holds the delegation on the next link.</param>
    /// <returns>Where in <paramref name="frame"/> the frame to send begins; it ends where it ended.</returns>
    public static int InPlace(Span<byte> frame, in EnvelopeView view, in Route route, int slot)
    {
        RouteBytes.Write(frame[view.RouteOffset..], in route);
        BinaryPrimitives.WriteInt32LittleEndian(frame[(view.SlotOffset + 1)..], slot);
        return view.Delegation.IsEmpty ? 0 : CutDelegation(frame, in view);
    }

    /// <summary>
    /// Writes the frame for a link that lacks the delegation into another buffer, in place of any that it carries.
    /// </summary>
    /// <param name="view">The envelope that came.</param>
    /// <param name="route">Where it goes, hops counted down already.</param>
    /// <param name="slot">The slot that the next node is to store the delegation in.</param>
    /// <param name="delegation">1 to 512 bytes: the delegation that the transaction names.</param>
    /// <param name="target">At least <see cref="SizeWith"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WithDelegation(
        in EnvelopeView view, in Route route, int slot, ReadOnlySpan<byte> delegation, Span<byte> target)
    {
        var head = view.Frame[view.HeadOffset..(view.SlotOffset + SlotBytes)];
        var tail = view.Frame[TailOffset(in view)..];
        var content = head.Length + FieldWriter.SizeOfBytes(delegation.Length) + tail.Length;
        var writer = new FieldWriter(target);
        head.CopyTo(writer.Reserve(Frame.EnvelopeField, content));
        var headStart = writer.Position - content;
        RouteBytes.Write(target[(headStart + view.RouteOffset - view.HeadOffset)..], in route);
        BinaryPrimitives.WriteInt32LittleEndian(target[(headStart + head.Length - sizeof(int))..], slot);
        var rest = new FieldWriter(target[(headStart + head.Length)..]);
        rest.Bytes(EnvelopeView.DelegationField, delegation);
        tail.CopyTo(target[(headStart + head.Length + rest.Position)..]);
        return writer.Position;
    }

    /// <summary>Bytes of the frame with a delegation of this length; more than 65,535 cannot be sent.</summary>
    public static int SizeWith(in EnvelopeView view, int delegationBytes)
    {
        var content = view.SlotOffset + SlotBytes - view.HeadOffset
            + FieldWriter.SizeOfBytes(delegationBytes) + view.Frame.Length - TailOffset(in view);
        return Frame.HeaderBytes(content) + content;
    }

    private const int SlotBytes = 1 + sizeof(uint);

    private static int TailOffset(in EnvelopeView view) => view.SlotOffset + SlotBytes
        + (view.Delegation.IsEmpty ? 0 : FieldWriter.SizeOfBytes(view.Delegation.Length));

    private static int CutDelegation(Span<byte> frame, in EnvelopeView view)
    {
        var tail = TailOffset(in view);
        var head = frame[view.HeadOffset..(view.SlotOffset + SlotBytes)];
        var content = head.Length + frame.Length - tail;
        var start = tail - head.Length - Frame.HeaderBytes(content);
        head.CopyTo(frame[(tail - head.Length)..]);
        var writer = new FieldWriter(frame[start..]);
        writer.Tag(Frame.EnvelopeField, FieldReader.Delimited);
        writer.Varint((uint)content);
        return start;
    }
}
