namespace Rings.Protocol.Services;

/// <summary>Who may use a service that says nothing else of him. The values are those of the wire.</summary>
public enum ServiceAccess
{
    /// <summary>Those on its list, and who shows a ticket.</summary>
    Closed = 0,

    /// <summary>Everybody whom it does not deny.</summary>
    Public = 1,
}
