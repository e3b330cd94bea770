using Rings.Transport.Stun;

namespace Rings.Transport.Turn;

/// <summary>One request that may still be answered.</summary>
internal sealed class TurnRequest(TurnRequestKind kind, TurnPeer? peer, int attempt)
{
    /// <summary>What it is for.</summary>
    public TurnRequestKind Kind => kind;

    /// <summary>Whom it is about; null where it is about the relay itself.</summary>
    public TurnPeer? Peer => peer;

    /// <summary>How often the server has refused it for the sake of credentials.</summary>
    public int Attempt => attempt;

    /// <summary>What the answer must carry.</summary>
    public StunTransactionId Id { get; set; }

    /// <summary>When it is sent again or given up.</summary>
    public StunRetransmission Timer;

    /// <summary>Its bytes, kept to be sent again unchanged.</summary>
    public byte[] Bytes { get; set; } = [];
}
