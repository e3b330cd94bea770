namespace Rings.Transport.Sctp;

/// <remarks>
/// Greater packets where the path carries them (RFC 8899, section 6.2.3). A great packet holds several chunks of the usual
/// size, for a chunk cannot be cut again once it has a TSN: what was lost always leaves in packets of the base size, so
/// a path that has become narrower costs time and no byte.
/// </remarks>
internal sealed partial class SctpAssociation
{
    // A connection that carries little gains nothing by great packets.
    private const long SearchAfter = 128 * 1024;

    // RFC 4820, section 3: the header of a PAD chunk.
    private const int PadHeaderSize = 4;

    private readonly PathMtuSearch _mtu;

    // Others read records into buffers of 1.5 or 2 KiB and do not recover from one that is longer (libwebrtc, aiortc), or
    // from a PAD chunk (werift). Who lists PAD was made for this.
    private bool _remotePad;
    private (long Nonce, int Size) _probe;

    /// <summary>How long the packet that is written next may be: what <see cref="TryWritePacket"/> needs.</summary>
    public int PacketSize => _over || _outstanding.LostCount > 0 ? _options.MaxPacketSize : _mtu.Size;

    /// <summary>How long the probe is that is due; 0 for none.</summary>
    public int DueProbe => _mtu.IsDue && State == SctpState.Established ? _mtu.ProbeSize : 0;

    /// <summary>The packets take another path from now on: nothing is known of it.</summary>
    public void PathChanged() => _mtu.Reset();

    /// <summary>
    /// Writes the probe that is due: a HEARTBEAT, padded (RFC 4820). It must leave by itself, and unfragmented.
    /// </summary>
    /// <param name="target">At least <see cref="DueProbe"/> bytes.</param>
    /// <param name="now">The time.</param>
    /// <returns>The packet's length, or 0 when none is due.</returns>
    public int TryWriteProbe(Span<byte> target, TimeSpan now)
    {
        var size = DueProbe;
        if (size == 0)
            return 0;

        _probe = ((long)RandomTag() << 32 | RandomTag(), size);
        var writer = new PacketWriter(target[..size], _options.LocalPort, _options.RemotePort, _remoteTag);
        WriteHeartbeat(ref writer, now.Ticks, _probe.Nonce);
        writer.Chunk(ChunkType.Pad, 0, writer.Room - PadHeaderSize).Clear();
        _mtu.ProbeSent(now.Ticks);
        return Finish(writer, checksum: !_remoteZeroChecksum);
    }

    private void OnProbeAnswer(long now)
    {
        _mtu.ProbeArrived(_probe.Size, now);
        _probe = default;
        _outstanding.ChunksPerPacket = Math.Max(1, _mtu.Size / _options.MaxPacketSize);
    }

    private void NoteLarge(uint first, int length)
    {
        for (var tsn = first; length > _options.MaxPacketSize && tsn != _outstanding.NextTsn; tsn++)
            _outstanding[tsn].IsLarge = true;
    }

    private void NoteLargeLost(long before, long now, bool timeout)
    {
        if (_outstanding.LargeLost > before)
            _mtu.LargeLost(now, timeout);
    }
}
