namespace Rings.Protocol.Services;

/// <summary>Whether a target may be reached.</summary>
internal enum TargetVerdict
{
    /// <summary>It may.</summary>
    Allowed,

    /// <summary>It is an address that no target may have, whatever is listed.</summary>
    Forbidden,

    /// <summary>A listener of this node stands there.</summary>
    OwnListener,

    /// <summary>It is beyond this machine, and not listed.</summary>
    NotListed,
}
