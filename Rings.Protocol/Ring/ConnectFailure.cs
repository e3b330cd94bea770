namespace Rings.Protocol.Ring;

/// <summary>Why a link that <see cref="IRingEffects.Connect"/> asked for did not come up.</summary>
public enum ConnectFailure
{
    /// <summary>The offer found no way to the peer, or nobody answered.</summary>
    Unreachable,

    /// <summary>The peer's link budget is spent; it named neighbours to take instead.</summary>
    Full,

    /// <summary>The peer said no.</summary>
    Refused,
}
