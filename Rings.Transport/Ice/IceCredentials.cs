using System.Globalization;

namespace Rings.Transport.Ice;

/// <summary>
/// What the remote side's checks must carry. The fragment is the hexadecimal form of a tag, and every transaction id of
/// the agent begins with that tag: so one table, keyed by it, finds the agent that a STUN packet belongs to.
/// </summary>
/// <param name="Tag">32 random bits, unique in the process.</param>
/// <param name="Password">24 characters from 144 random bits (RFC 8445, section 5.3, asks for 128).</param>
internal sealed record IceCredentials(uint Tag, string Password)
{
    /// <summary>The ice-ufrag: 8 hexadecimal digits.</summary>
    public string Ufrag { get; } = Tag.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>New credentials. The caller makes sure that the tag is not in use, and asks again if it is.</summary>
    public static IceCredentials Create(RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[22];
        random(bytes);
        return new IceCredentials(BitConverter.ToUInt32(bytes), Convert.ToBase64String(bytes[4..]));
    }
}
