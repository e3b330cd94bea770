using System.Buffers;

namespace Rings.Transport.Sctp;

internal sealed partial class Reassembly
{
    /// <summary>The message that a TSN belongs to is abandoned (RFC 3758, section 3.6): what is whole is delivered,
    /// the rest freed.</summary>
    public void Skip(uint tsn)
    {
        ref var held = ref Slot(tsn);
        if (held.Block is null)
            return;

        if ((held.Flags & DataFlags.Begin) != 0 && (Slot(tsn + (uint)held.RunReach).Flags & DataFlags.End) != 0)
        {
            var stream = held.Stream;
            _ready.Remove(Key(stream, held.Ssn));
            DeliverRun(tsn);
            DeliverReady(stream);
        }
        else
        {
            Free(ref held);
        }
    }

    /// <summary>Whether any early chunk is kept track of, so that <see cref="Skip"/> and <see cref="Consume"/> make
    /// sense.</summary>
    public bool HasEarly => _held.Length > 0;

    /// <summary>The message being put together, if any, was abandoned; its remaining fragments mean nothing.</summary>
    /// <param name="next">The TSN after the last one abandoned.</param>
    public void AbandonBegun(uint next)
    {
        _assembly.Drop();
        _skipping = true;
        if (!HasEarly)
            return;

        for (var tsn = next; Slot(tsn) is { Block: not null } held && (held.Flags & DataFlags.Begin) == 0; tsn++)
            Free(ref Slot(tsn));
    }

    /// <summary>On a stream, all ordered messages up to a number were abandoned or delivered.</summary>
    public void SkipTo(ushort stream, ushort ssn)
    {
        if (!Serial.Before(_next[stream], (ushort)(ssn + 1)))
            return;

        _next[stream] = (ushort)(ssn + 1);
        DeliverReady(stream);
    }

    /// <summary>The remote side has reset a stream: its numbers begin at 0 again.</summary>
    public void ResetStream(ushort stream) => _next[stream] = 0;

    /// <summary>The remote side has reset all streams.</summary>
    public void ResetAllStreams() => _next.Clear();

    /// <summary>Gives back all memory.</summary>
    public void Clear()
    {
        for (var i = 0; i < _held.Length; i++)
        {
            if (_held[i].Block is not null)
                Free(ref _held[i]);
        }

        _held = [];
        _ready.Clear();
        _assembly.Drop();
        DropBlock();
    }

    private void MakeRoom(uint tsn, uint cumulativeTsn)
    {
        // Two more than the distance: a chunk's neighbours never share a slot with another TSN.
        var needed = (int)(tsn - cumulativeTsn) + 2;
        if (needed <= _held.Length)
            return;

        var capacity = Math.Max(InitialCapacity, _held.Length);
        while (capacity < needed)
            capacity *= 2;

        var larger = new HeldChunk[capacity];
        for (var i = 1u; i < _held.Length; i++)
            larger[(cumulativeTsn + i) & (uint)(capacity - 1)] = Slot(cumulativeTsn + i);

        _held = larger;
    }

    private void Hold(in DataChunk chunk)
    {
        if (_block is null || _blockUsed + chunk.Payload.Length > Block.Size)
            NextBlock();

        chunk.Payload.CopyTo(_block!.Bytes.AsSpan(_blockUsed));
        Slot(chunk.Tsn) = new HeldChunk
        {
            Block = _block,
            Offset = _blockUsed,
            Length = (ushort)chunk.Payload.Length,
            PayloadProtocol = chunk.PayloadProtocol,
            Stream = chunk.Stream,
            Ssn = chunk.IsUnordered ? (ushort)0 : chunk.Ssn,
            Flags = chunk.Flags,
            RunBytes = chunk.Payload.Length,
        };
        _block.Uses++;
        _blockUsed += chunk.Payload.Length;
    }

    // Joins the chunk with its neighbours' runs, looking at the runs' ends only.
    private bool JoinRuns(uint tsn)
    {
        ref var chunk = ref Slot(tsn);
        var (first, last, bytes) = (tsn, tsn, chunk.RunBytes);
        ref var left = ref Slot(tsn - 1);
        if (left.Precedes(chunk))
        {
            first = tsn - 1 - (uint)left.RunReach;
            bytes += left.RunBytes;
        }

        ref var right = ref Slot(tsn + 1);
        if (chunk.Precedes(right))
        {
            last = tsn + 1 + (uint)right.RunReach;
            bytes += right.RunBytes;
        }

        ref var begin = ref Slot(first);
        ref var end = ref Slot(last);
        begin.RunReach = end.RunReach = (int)(last - first);
        begin.RunBytes = end.RunBytes = bytes;
        if (bytes > maxMessageSize)
            return false;

        if ((begin.Flags & DataFlags.Begin) != 0 && (end.Flags & DataFlags.End) != 0)
            RunIsWhole(first, begin);

        return true;
    }

    private void RunIsWhole(uint first, in HeldChunk begin)
    {
        var (stream, unordered) = (begin.Stream, (begin.Flags & DataFlags.Unordered) != 0);
        if (!unordered && begin.Ssn != _next[stream])
        {
            _ready[Key(stream, begin.Ssn)] = first;
            return;
        }

        DeliverRun(first);
        if (!unordered)
            DeliverReady(stream);
    }

    private void DeliverReady(ushort stream)
    {
        while (_ready.Remove(Key(stream, _next[stream]), out var first))
            DeliverRun(first);
    }

    private void DeliverRun(uint first)
    {
        var begin = Slot(first);
        var message = ArrayPool<byte>.Shared.Rent(begin.RunBytes);
        var length = 0;
        for (var tsn = first; tsn != first + (uint)begin.RunReach + 1; tsn++)
        {
            ref var held = ref Slot(tsn);
            held.Block!.Bytes.AsSpan(held.Offset, held.Length).CopyTo(message.AsSpan(length));
            length += held.Length;
            Free(ref held);
        }

        if ((begin.Flags & DataFlags.Unordered) == 0)
            _next[begin.Stream] = (ushort)(begin.Ssn + 1);

        Deliver(begin.Stream, begin.PayloadProtocol, message.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(message);
    }

    private void Free(ref HeldChunk held)
    {
        var block = held.Block!;
        held = default;
        if (--block.Uses > 0)
            return;

        if (block == _block)
        {
            _blockUsed = 0;
        }
        else
        {
            _blocks--;
            pool.Return(block);
        }
    }

    private void NextBlock()
    {
        DropBlock();
        _block = pool.Rent();
        _blocks++;
    }

    // A block with chunks in it goes back when the last of them does.
    private void DropBlock()
    {
        if (_block is { Uses: 0 } unused)
        {
            _blocks--;
            pool.Return(unused);
        }

        _block = null;
        _blockUsed = 0;
    }
}
