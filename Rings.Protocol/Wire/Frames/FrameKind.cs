namespace Rings.Protocol.Wire;

/// <summary>What one message of a data channel holds.</summary>
internal enum FrameKind
{
    /// <summary>None of those below: from a later version. It is counted and ignored.</summary>
    Unknown,

    /// <summary>An envelope: read it with <see cref="EnvelopeView"/>.</summary>
    Envelope,

    /// <summary>Link control: read it with <see cref="LinkControl"/>.</summary>
    Control,

    /// <summary>
    /// A path frame: read it with <see cref="Paths.PathFrame"/>. Where the link's ends have not both named
    /// <see cref="LinkFeatures.Paths"/>, it is one of a later version.
    /// </summary>
    Path,
}
