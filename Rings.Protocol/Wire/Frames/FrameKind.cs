namespace Rings.Protocol.Wire;

/// <summary>What one message of a data channel holds.</summary>
public enum FrameKind
{
    /// <summary>Neither of the two below: from a later version. It is counted and ignored.</summary>
    Unknown,

    /// <summary>An envelope: read it with <see cref="EnvelopeView"/>.</summary>
    Envelope,

    /// <summary>Link control: read it with <see cref="LinkControl"/>.</summary>
    Control,
}
