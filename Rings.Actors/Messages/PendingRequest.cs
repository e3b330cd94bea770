using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>A message of this node whose outcome somebody waits for.</summary>
/// <param name="request">What was asked.</param>
/// <param name="id">Its transaction.</param>
/// <param name="frame">The signed frame, kept to send it again; not to be written to.</param>
/// <param name="delegation">The delegation that signed it.</param>
/// <param name="hash">SHA-256 of the transaction, which a receipt has to name.</param>
/// <param name="deadline">When it is given up.</param>
internal sealed class PendingRequest(
    GateProtocol.Originate request, TransactionId id, byte[] frame, Delegation delegation, PayloadHash hash,
    Instant deadline)
{
    public GateProtocol.Originate Request => request;

    public TransactionId Id => id;

    public byte[] Frame => frame;

    /// <summary>It travels with the frame, whatever signs for the node by then.</summary>
    public Delegation Delegation => delegation;

    public PayloadHash Hash => hash;

    public Instant Deadline => deadline;

    /// <summary>First hops that were tried: another one is taken when the network says that the route ended.</summary>
    public List<Did> FirstHops { get; } = [];

    /// <summary>How often it was sent after the first time.</summary>
    public int Resends { get; set; }

    /// <summary>Whether a hint was acted on: one retry through another first hop.</summary>
    public bool IsRetried { get; set; }
}
