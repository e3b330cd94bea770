namespace Rings.Transport.Ice;

/// <summary>Who nominates the pair that is used (RFC 8445, section 6.1.1).</summary>
internal enum IceRole
{
    /// <summary>Nominates: the offerer, and whoever meets a lite peer.</summary>
    Controlling,

    /// <summary>Follows the nomination.</summary>
    Controlled,
}
