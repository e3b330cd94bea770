using System.Buffers.Binary;

namespace Rings.Sovereign.GroupDids;

/// <summary>Numbers as they are hashed: big-endian.</summary>
internal static class Numbers
{
    /// <summary>4 bytes.</summary>
    public static byte[] Of(int number)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>8 bytes.</summary>
    public static byte[] Of(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
