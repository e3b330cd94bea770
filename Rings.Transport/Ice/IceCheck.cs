using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>One Binding request of ours that may still be answered.</summary>
internal sealed class IceCheck(IcePair pair, StunTransactionId id, IceRole role, bool nominates, TimeSpan now)
{
    /// <summary>What is checked.</summary>
    public IcePair Pair => pair;

    /// <summary>What the answer must carry.</summary>
    public StunTransactionId Id => id;

    /// <summary>The role that it claims.</summary>
    public IceRole Role => role;

    /// <summary>Whether it carries USE-CANDIDATE.</summary>
    public bool Nominates => nominates;

    /// <summary>When it was first sent.</summary>
    public TimeSpan Sent => now;

    /// <summary>When it is sent again or given up.</summary>
    public StunRetransmission Timer;

    /// <summary>Whether it is no longer sent again, but an answer still counts (RFC 8445, section 7.3.1.4).</summary>
    public bool IsCancelled { get; set; }
}
