using System.Globalization;
using Rings.Transport.Stun;

namespace Rings.Transport.Ice;

/// <summary>Foundations of local candidates (RFC 8445, section 5.1.1.3).</summary>
internal static class IceFoundation
{
    /// <summary>The same for candidates of one type, one base address and one server: a decimal number.</summary>
    public static string Of(IceCandidateType type, TransportAddress local, TransportAddress server = default)
    {
        Span<byte> bytes = stackalloc byte[1 + 16 + 16];
        bytes.Clear();
        bytes[0] = (byte)type;
        local.WriteAddress(bytes[1..]);
        if (!server.IsNone)
        {
            server.WriteAddress(bytes[17..]);
        }

        return StunCrc.Compute(bytes).ToString(CultureInfo.InvariantCulture);
    }
}
