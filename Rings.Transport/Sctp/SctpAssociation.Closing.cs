using System.Buffers.Binary;
using System.Text;

namespace Rings.Transport.Sctp;

/// <remarks>The end (RFC 9260, section 9): in order or at once.</remarks>
internal sealed partial class SctpAssociation
{
    private bool _shutdownChunkDue;

    /// <summary>Closes in order (RFC 9260, section 9.2): what is queued leaves and is acknowledged first.</summary>
    public void Shutdown(TimeSpan now)
    {
        if (State == SctpState.Established)
        {
            State = SctpState.ShutdownPending;
            ContinueShutdown(now.Ticks);
        }
        else if (State < SctpState.Established)
        {
            Close(SctpCloseReason.Shutdown, "shut down before it was up");
        }
    }

    /// <summary>Closes at once; the packet written next tells the remote side (RFC 9260, section 9.1).</summary>
    /// <param name="reason">Told to the remote side.</param>
    public void Abort(string reason)
    {
        if (_over)
            return;

        SendAbort(ErrorCause.UserAbort, Encoding.UTF8.GetBytes(reason));
        Close(SctpCloseReason.LocalAbort, reason);
    }

    void IAssociationHost.Fail(ushort cause, string detail, ReadOnlySpan<byte> information)
    {
        SendAbort(cause, information.IsEmpty ? Encoding.UTF8.GetBytes(detail) : information);
        Close(SctpCloseReason.ProtocolViolation, detail);
    }

    void IAssociationHost.GiveUp(string detail) => Close(SctpCloseReason.Timeout, detail);

    private void SendAbort(ushort cause, ReadOnlySpan<byte> information)
    {
        const int MaxInformation = 128;
        _replies.Clear();
        if (_remoteTag != 0)
        {
            var told = information[..Math.Min(information.Length, MaxInformation)];
            Reply(_remoteTag, CauseChunk.Write(ChunkType.Abort, cause, told));
        }
    }

    private void Close(SctpCloseReason reason, string detail)
    {
        if (_over)
            return;

        _over = true;
        State = SctpState.Closed;
        _shutdownChunkDue = false;
        _handshake.End();
        _sender.End();
        _receiver.End();
        _sink.OnClosed(reason, detail);
    }

    private bool OnChunkWhenOver(in ChunkReader chunk, uint tag)
    {
        // Section 9.2: the SHUTDOWN COMPLETE was lost.
        if (chunk.Type == ChunkType.ShutdownAck && tag == LocalTag)
            Reply(_remoteTag, [ChunkType.ShutdownComplete, 0, 0, 4]);

        return false;
    }

    private void ContinueShutdown(long now)
    {
        if (!_sender.IsDrained)
            return;

        if (State == SctpState.ShutdownPending)
            State = SctpState.ShutdownSent;
        else if (State == SctpState.ShutdownReceived)
            State = SctpState.ShutdownAckSent;
        else
            return;

        _shutdownChunkDue = true;
        _repeatTimer.Start(now, _sender.RetransmissionTimeout);
    }

    private void WriteShutdown(ref PacketWriter writer, long now)
    {
        ContinueShutdown(now);
        if (!_shutdownChunkDue)
            return;

        _shutdownChunkDue = false;
        if (State == SctpState.ShutdownSent)
            BinaryPrimitives.WriteUInt32BigEndian(writer.Chunk(ChunkType.Shutdown, 0, 4), _receiver.CumulativeTsn);
        else if (State == SctpState.ShutdownAckSent)
            writer.Chunk(ChunkType.ShutdownAck, 0, 0);
    }

    private void OnShutdown(ReadOnlySpan<byte> value, long now)
    {
        if (State < SctpState.Established || value.Length < 4)
            return;

        AcknowledgeUpTo(BinaryPrimitives.ReadUInt32BigEndian(value), now);
        if (State is SctpState.Established or SctpState.ShutdownPending)
            State = SctpState.ShutdownReceived;
        else if (State == SctpState.ShutdownSent)
            (State, _shutdownChunkDue) = (SctpState.ShutdownAckSent, true); // Both at once.

        ContinueShutdown(now);
    }

    private void AcknowledgeUpTo(uint tsn, long now)
    {
        Span<byte> sack = stackalloc byte[SackChunk.FixedSize];
        sack.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(sack, tsn);
        BinaryPrimitives.WriteUInt32BigEndian(sack[4..], (uint)Math.Min(_sender.RemoteWindow, uint.MaxValue));
        OnSack(sack, now);
    }

    private void OnShutdownAck()
    {
        if (State is not (SctpState.ShutdownSent or SctpState.ShutdownAckSent))
            return;

        _replies.Clear();
        Reply(_remoteTag, [ChunkType.ShutdownComplete, 0, 0, 4]);
        Close(SctpCloseReason.Shutdown, "shut down");
    }

    private void OnShutdownComplete()
    {
        if (State == SctpState.ShutdownAckSent)
            Close(SctpCloseReason.Shutdown, "shut down by the remote side");
    }
}
