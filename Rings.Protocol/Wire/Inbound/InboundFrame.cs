using Rings.Protocol.Identity;

namespace Rings.Protocol.Wire;

/// <summary>
/// A frame that came in, and what was found out about it. Seen through the frame's bytes, so it does not outlive them.
/// </summary>
internal ref struct InboundFrame
{
    internal EnvelopeView Envelope;

    /// <summary>The envelope; only to be used if the frame broke no rule.</summary>
    public readonly EnvelopeView View => Envelope;

    /// <summary>The bytes of the delegation that its transaction names; not to be written to.</summary>
    public ReadOnlyMemory<byte> Delegation { get; internal set; }

    /// <summary>Whether the link brought it a short while ago; it was counted then, if it goes on.</summary>
    public bool IsRepeat { get; internal set; }

    /// <summary>With <see cref="InboundStep.Forward"/>: the neighbour that gets it.</summary>
    public Did Next { get; internal set; }

    /// <summary>With <see cref="InboundStep.Forward"/>: the route to write into it.</summary>
    public Route Route { get; internal set; }

    /// <summary>
    /// Who signed; verified with <see cref="InboundStep.Deliver"/> and <see cref="InboundStep.End"/>. Null where it
    /// could not be found out.
    /// </summary>
    public Delegation? Origin { get; internal set; }

    /// <summary>With <see cref="InboundStep.Deliver"/>: what to store before acting on it, if anything.</summary>
    public ReplayMark? Mark { get; internal set; }

    /// <summary>With <see cref="InboundStep.End"/>: why its route ends here.</summary>
    public UnreachableReason Reason { get; internal set; }

    /// <summary>With <see cref="InboundStep.Busy"/>: when to ask again, in milliseconds.</summary>
    public int RetryMs { get; internal set; }

    /// <summary>With <see cref="InboundStep.Drop"/>: why, in a word or two, for the counter of dropped frames.</summary>
    public string? Cause { get; internal set; }

    /// <summary>With <see cref="InboundStep.Break"/>: the rule.</summary>
    public WireFault Fault { get; internal set; }

    /// <summary>The transaction's hash, if its signature is bad: tell the peer.</summary>
    public PayloadHash? Forged { get; internal set; }

    /// <summary>Why the link is to be closed by what this peer keeps on sending; null: it stays.</summary>
    public string? Closes { get; internal set; }
}
