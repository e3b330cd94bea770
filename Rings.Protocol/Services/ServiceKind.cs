namespace Rings.Protocol.Services;

/// <summary>What a service speaks. The values are those of the wire.</summary>
public enum ServiceKind
{
    /// <summary>Bytes both ways.</summary>
    Tcp = 0,

    /// <summary>HTTP: the provider says who calls, and guards what callers may say of themselves.</summary>
    Http = 1,

    /// <summary>Files that the ring keeps.</summary>
    Site = 2,

    /// <summary>An application's own protocol, which the manifest names.</summary>
    App = 3,
}
