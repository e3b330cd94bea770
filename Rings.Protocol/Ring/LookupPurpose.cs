namespace Rings.Protocol.Ring;

/// <summary>Who wants to know.</summary>
internal enum LookupPurpose
{
    /// <summary>The host.</summary>
    Host,

    /// <summary>This node, to find its place: on its way in, or with no live successor.</summary>
    Place,

    /// <summary>The finger table.</summary>
    Finger,

    /// <summary>The search for a further long link.</summary>
    LongLink,

    /// <summary>Whether a contact is on this ring.</summary>
    Check,

    /// <summary>This node's place on another ring.</summary>
    Meeting,
}
