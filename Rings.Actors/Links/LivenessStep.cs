namespace Rings.Actors.Links;

/// <summary>What a link's silence asks for now.</summary>
internal enum LivenessStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A probe is due.</summary>
    Probe,

    /// <summary>A probe was not answered in time: the link is suspect from now on.</summary>
    Suspect,

    /// <summary>The link has been suspect for too long.</summary>
    Drop,
}
