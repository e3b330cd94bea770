namespace Rings.Protocol.Services;

/// <summary>Which records of a service are meant.</summary>
[Flags]
internal enum RecordsDue
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The owner's manifest.</summary>
    Manifest = 1,

    /// <summary>The provider's presence.</summary>
    Presence = 2,

    /// <summary>The owner's announcement.</summary>
    Announcement = 4,

    /// <summary>The provider's word that it serves a thing of a hash.</summary>
    Resource = 8,
}
