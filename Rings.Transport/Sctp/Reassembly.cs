using System.Buffers;

namespace Rings.Transport.Sctp;

/// <summary>
/// Makes messages of chunks (RFC 9260, sections 6.5, 6.6 and 6.9). Chunks that come in order are copied once, into the
/// message that is being put together; whole messages are handed on where they lie. What comes early waits in a ring by
/// TSN and is delivered as soon as its message is whole and its turn has come, whatever else is missing.
/// </summary>
internal sealed partial class Reassembly(ISctpSink sink, BlockPool pool, int maxMessageSize)
{
    private const int InitialCapacity = 64;

    private readonly SsnTable _next = new();
    private readonly Dictionary<uint, uint> _ready = [];
    private readonly Assembly _assembly = new(maxMessageSize);
    private HeldChunk[] _held = [];
    private Block? _block;
    private int _blockUsed;
    private int _blocks;
    private bool _skipping;

    /// <summary>Memory held, in bytes: what is charged to the receive window.</summary>
    public int HeldBytes => _blocks * Block.Size + _assembly.Length;

    /// <summary>Messages handed on.</summary>
    public long Messages { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the chunk whose TSN is the next one.</summary>
    /// <returns>False if the chunk breaks the protocol.</returns>
    public bool AddNext(in DataChunk chunk)
    {
        if (!chunk.IsWhole || _assembly.IsActive)
            return Assemble(chunk.Flags, chunk.Stream, chunk.Ssn, chunk.PayloadProtocol, chunk.Payload);

        _skipping = false;
        InTurn(chunk.IsUnordered, chunk.Stream, chunk.Ssn, chunk.PayloadProtocol, chunk.Payload);
        return true;
    }

    /// <summary>Takes a chunk before whose TSN others are missing.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="cumulativeTsn">All up to here has been consumed.</param>
    /// <returns>False if the message is longer than may be.</returns>
    public bool AddEarly(in DataChunk chunk, uint cumulativeTsn)
    {
        MakeRoom(chunk.Tsn, cumulativeTsn);
        if (chunk.IsWhole && (chunk.IsUnordered || chunk.Ssn == _next[chunk.Stream]))
        {
            InTurn(chunk.IsUnordered, chunk.Stream, chunk.Ssn, chunk.PayloadProtocol, chunk.Payload);
            return true;
        }

        Hold(chunk);
        return JoinRuns(chunk.Tsn);
    }

    /// <summary>All before this TSN has been consumed, and it was taken early: its turn.</summary>
    /// <returns>False if the chunk breaks the protocol.</returns>
    public bool Consume(uint tsn)
    {
        if (!HasEarly)
            return true;

        ref var held = ref Slot(tsn);
        if (held.Block is null)
            return true;

        var payload = held.Block.Bytes.AsSpan(held.Offset, held.Length);
        if ((held.Flags & DataFlags.Begin) != 0)
            _ready.Remove(Key(held.Stream, held.Ssn));

        var taken = held;
        var good = Assemble(taken.Flags, taken.Stream, taken.Ssn, taken.PayloadProtocol, payload);
        Free(ref held);
        return good;
    }

    /// <summary>Gives memory up that a quiet association does not need.</summary>
    public void Trim()
    {
        if (_blocks > (_block is null ? 0 : 1) || _block is { Uses: > 0 } || _ready.Count > 0)
            return; // Something is held.

        _held = [];
        DropBlock();
    }

    private static uint Key(ushort stream, ushort ssn) => (uint)stream << 16 | ssn;

    private ref HeldChunk Slot(uint tsn) => ref _held[tsn & (uint)(_held.Length - 1)];

    private bool Assemble(DataFlags flags, ushort stream, ushort ssn, uint payloadProtocol, ReadOnlySpan<byte> payload)
    {
        var begins = (flags & DataFlags.Begin) != 0;
        if (begins)
            _skipping = false;

        if (_skipping)
            return true; // The rest of a message whose beginning was abandoned.

        if (begins == _assembly.IsActive || !begins && !_assembly.Continues(flags, stream, ssn))
            return false;

        if (begins)
            _assembly.Begin(flags, stream, ssn, payloadProtocol);

        if (!_assembly.TryAppend(payload))
            return false;

        if ((flags & DataFlags.End) == 0)
            return true;

        var message = _assembly.Detach(out var length);
        var unordered = (flags & DataFlags.Unordered) != 0;
        InTurn(unordered, stream, ssn, _assembly.PayloadProtocol, message.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(message);
        return true;
    }

    // A whole message whose turn it is: all before it on its stream has been delivered or abandoned.
    private void InTurn(bool unordered, ushort stream, ushort ssn, uint payloadProtocol, ReadOnlySpan<byte> message)
    {
        if (!unordered)
            _next[stream] = (ushort)(ssn + 1);

        Deliver(stream, payloadProtocol, message);
        if (!unordered && _ready.Count > 0)
            DeliverReady(stream);
    }

    private void Deliver(ushort stream, uint payloadProtocol, ReadOnlySpan<byte> message)
    {
        Messages++;
        Bytes += message.Length;
        sink.OnMessage(stream, payloadProtocol, message);
    }
}
