namespace Rings.Protocol.Wire;

/// <summary>
/// Puts large messages together out of verified parts, in any order, within bounds of memory per origin, per incoming
/// link and in all, and of time. Memory is charged as parts arrive, so announcing a large message costs nobody
/// anything but its index.
/// </summary>
/// <typeparam name="TLink">How the caller names its links.</typeparam>
/// <param name="limits">The bounds.</param>
internal sealed class Reassembly<TLink>(ReassemblyLimits limits)
    where TLink : notnull
{
    /// <summary>What one part costs beside its bytes: its array, and its share of the index.</summary>
    private const int PartOverheadBytes = 64;

    private readonly Dictionary<(Did Origin, MessageId Id), Partial> _partials = [];
    private readonly Dictionary<Did, Usage> _origins = [];
    private readonly Dictionary<TLink, long> _links = [];
    private readonly LinkedList<Partial> _oldestFirst = [];

    /// <summary>Messages in progress.</summary>
    public int Count => _partials.Count;

    /// <summary>Bytes charged now.</summary>
    public long Bytes { get; private set; }

    /// <summary>Messages that ran out of time since the start.</summary>
    public long Expired { get; private set; }

    /// <summary>Takes a part whose transaction was verified.</summary>
    /// <param name="origin">The transaction's origin.</param>
    /// <param name="link">The link that it came in by, which is charged for it.</param>
    /// <param name="part">The part.</param>
    /// <param name="now">The present.</param>
    /// <param name="whole">The whole message, if the outcome is <see cref="ReassemblyOutcome.Completed"/>.</param>
    public ReassemblyOutcome Add(
        Did origin, TLink link, MessagePart part, Instant now, out ReassembledMessage? whole)
    {
        whole = null;
        Expire(now);
        var key = (origin, part.Message);
        if (!_partials.TryGetValue(key, out var partial))
        {
            var refusal = Admit(origin, link, IndexCost(part) + Cost(part), messages: 1);
            if (refusal != ReassemblyOutcome.Kept) return refusal;
            partial = Begin(origin, link, part, now);
        }
        else
        {
            if (partial.Kind != part.Kind || partial.TotalBytes != part.TotalBytes)
                return ReassemblyOutcome.Contradicts;
            if (partial.Parts[part.Index] is not null) return ReassemblyOutcome.Repeated;
            var refusal = Admit(origin, link, Cost(part), messages: 0);
            if (refusal != ReassemblyOutcome.Kept) return refusal;
        }

        Keep(partial, link, part);
        if (partial.Missing > 0) return ReassemblyOutcome.Kept;
        whole = new(partial.Kind, partial.Join());
        Drop(partial);
        return ReassemblyOutcome.Completed;
    }

    /// <summary>Gives up the messages whose time is over, counted from their first part.</summary>
    public void Expire(Instant now)
    {
        while (_oldestFirst.First is { } oldest && oldest.Value.Deadline < now)
        {
            Drop(oldest.Value);
            Expired++;
        }
    }

    private static int Cost(MessagePart part) => part.Data.Length + PartOverheadBytes;

    private static int IndexCost(MessagePart part) => part.Count * IntPtr.Size;

    private ReassemblyOutcome Admit(Did origin, TLink link, int bytes, int messages)
    {
        var usage = _origins.GetValueOrDefault(origin);
        if (usage.Messages + messages > limits.OriginMessages || usage.Bytes + bytes > limits.OriginBytes)
            return ReassemblyOutcome.OriginFull;
        if (_links.GetValueOrDefault(link) + bytes > limits.LinkBytes) return ReassemblyOutcome.LinkFull;
        return Bytes + bytes > limits.TotalBytes ? ReassemblyOutcome.Full : ReassemblyOutcome.Kept;
    }

    private Partial Begin(Did origin, TLink link, MessagePart part, Instant now)
    {
        var partial = new Partial(origin, part, now + limits.Time);
        _partials.Add((origin, part.Message), partial);
        _oldestFirst.AddLast(partial.Node);
        Charge(partial, link, IndexCost(part), messages: 1);
        return partial;
    }

    private void Keep(Partial partial, TLink link, MessagePart part)
    {
        partial.Parts[part.Index] = part.Data.ToArray();
        partial.Missing--;
        Charge(partial, link, Cost(part), messages: 0);
    }

    private void Charge(Partial partial, TLink link, int bytes, int messages)
    {
        Bytes += bytes;
        var usage = _origins.GetValueOrDefault(partial.Origin);
        _origins[partial.Origin] = new(usage.Messages + messages, usage.Bytes + bytes);
        _links[link] = _links.GetValueOrDefault(link) + bytes;
        partial.Charges[link] = partial.Charges.GetValueOrDefault(link) + bytes;
    }

    private void Drop(Partial partial)
    {
        _partials.Remove((partial.Origin, partial.Id));
        _oldestFirst.Remove(partial.Node);
        var freed = 0L;
        foreach (var (link, bytes) in partial.Charges)
        {
            freed += bytes;
            if ((_links[link] -= bytes) == 0) _links.Remove(link);
        }

        Bytes -= freed;
        var usage = _origins[partial.Origin];
        if (usage.Messages == 1) _origins.Remove(partial.Origin);
        else _origins[partial.Origin] = new(usage.Messages - 1, usage.Bytes - freed);
    }

    private readonly record struct Usage(int Messages, long Bytes);

    private sealed class Partial
    {
        public Partial(Did origin, MessagePart first, Instant deadline)
        {
            (Origin, Id, Deadline) = (origin, first.Message, deadline);
            (Kind, TotalBytes) = (first.Kind, first.TotalBytes);
            Parts = new byte[]?[first.Count];
            Missing = first.Count;
            Node = new(this);
        }

        public Did Origin { get; }

        public MessageId Id { get; }

        public Kind Kind { get; }

        public int TotalBytes { get; }

        public Instant Deadline { get; }

        public byte[]?[] Parts { get; }

        public int Missing { get; set; }

        public LinkedListNode<Partial> Node { get; }

        public Dictionary<TLink, long> Charges { get; } = [];

        public byte[] Join()
        {
            var whole = GC.AllocateUninitializedArray<byte>(TotalBytes);
            for (var index = 0; index < Parts.Length; index++)
                Parts[index]!.CopyTo(whole, index * MessagePart.PartBytes);
            return whole;
        }
    }
}
