using System.Collections.Immutable;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>A signed message of a node, as its <see cref="Outbox"/> keeps it. Immutable.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Id">Its transaction.</param>
/// <param name="Frame">The signed frame, kept to send it again; not to be written to.</param>
/// <param name="Delegation">The delegation that it travels with, whatever signs for the node by then.</param>
/// <param name="Hash">SHA-256 of the transaction, which a receipt has to name.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Deadline">When it is given up.</param>
internal sealed record OutboxMessage(
    OutboxRequest Request, TransactionId Id, ReadOnlyMemory<byte> Frame, Delegation Delegation, PayloadHash Hash,
    ulong Sequence, Instant Deadline)
{
    /// <summary>The links that it left by: another one is taken where the network says that the route ended.</summary>
    public ImmutableArray<Did> FirstHops { get; init; } = [];

    /// <summary>Whether it waits for its number to be kept: it has not left yet.</summary>
    public bool IsHeld { get; init; }

    /// <summary>How often it was sent again for want of a receipt.</summary>
    public int Resends { get; init; }

    /// <summary>Whether a hint was acted on: one retry by another first link.</summary>
    public bool IsRetried { get; init; }
}
