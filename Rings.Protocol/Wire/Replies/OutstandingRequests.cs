using System.Diagnostics.CodeAnalysis;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>
/// The requests of this node that wait for a reply. A reply counts only for one of them (protocol.md, section 3):
/// whatever nobody asked for changes nothing.
/// </summary>
/// <remarks>Bounded: when full, nothing more can be asked. A request leaves at its reply or at its deadline.</remarks>
/// <typeparam name="TRequest">What the caller wants to find again.</typeparam>
/// <param name="capacity">The most requests.</param>
public sealed class OutstandingRequests<TRequest>(int capacity)
{
    private readonly Dictionary<TransactionId, Entry> _entries = [];
    private readonly PriorityQueue<TransactionId, long> _byDeadline = new();

    /// <summary>Requests that wait.</summary>
    public int Count => _entries.Count;

    /// <summary>Notes a request.</summary>
    /// <param name="id">Its transaction's id.</param>
    /// <param name="mode">Its route's mode.</param>
    /// <param name="destination">Its destination.</param>
    /// <param name="deadline">Until when it waits.</param>
    /// <param name="request">What to find again.</param>
    /// <returns>False if there is no room, or the id waits already.</returns>
    public bool TryAdd(TransactionId id, RouteMode mode, Did destination, Instant deadline, TRequest request)
    {
        if (_entries.Count >= capacity || !_entries.TryAdd(id, new(mode, destination, deadline, request))) return false;
        if (_byDeadline.Count < 4 * capacity) _byDeadline.Enqueue(id, deadline.UnixMicroseconds);
        else ForgetTaken();
        return true;
    }

    /// <summary>Takes the request that a verified reply answers, and forgets it.</summary>
    /// <param name="replyTo">The reply's <c>reply_to</c>.</param>
    /// <param name="from">The reply's origin.</param>
    /// <param name="request">What was noted.</param>
    /// <returns>False if no such request waits, or it was for a node and another one replies.</returns>
    public bool TryTake(TransactionId replyTo, Did from, [MaybeNullWhen(false)] out TRequest request)
    {
        if (!TryPeek(replyTo, out var entry) || (entry.Mode == RouteMode.Node && entry.Destination != from))
        {
            request = default;
            return false;
        }

        _entries.Remove(replyTo);
        request = entry.Request;
        return true;
    }

    /// <summary>
    /// Finds the request that a hint (<see cref="Unreachable"/>) is about, whoever gives it; it goes on waiting.
    /// </summary>
    /// <returns>False if no such request waits.</returns>
    public bool TryHint(TransactionId replyTo, [MaybeNullWhen(false)] out TRequest request)
    {
        var found = TryPeek(replyTo, out var entry);
        request = found ? entry.Request : default;
        return found;
    }

    /// <summary>Takes a request whose deadline has passed; call until it answers false.</summary>
    public bool TryTakeExpired(Instant now, [MaybeNullWhen(false)] out TRequest request)
    {
        while (_byDeadline.TryPeek(out var id, out var due) && due < now.UnixMicroseconds)
        {
            _byDeadline.Dequeue();
            if (!_entries.TryGetValue(id, out var entry) || entry.Deadline.UnixMicroseconds != due) continue;
            _entries.Remove(id);
            request = entry.Request;
            return true;
        }

        request = default;
        return false;
    }

    /// <summary>Drops the deadlines of requests that were answered, so that these are bounded too.</summary>
    private void ForgetTaken()
    {
        _byDeadline.Clear();
        foreach (var (id, entry) in _entries) _byDeadline.Enqueue(id, entry.Deadline.UnixMicroseconds);
    }

    private bool TryPeek(TransactionId id, out Entry entry) => _entries.TryGetValue(id, out entry);

    private readonly record struct Entry(RouteMode Mode, Did Destination, Instant Deadline, TRequest Request);
}
