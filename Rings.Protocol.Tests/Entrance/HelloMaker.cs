using System.Buffers.Binary;
using System.Text;

namespace Rings.Protocol.Tests.Entrance;

/// <summary>Hellos of TLS clients, field by field, so that each can be wrong.</summary>
internal static class HelloMaker
{
    public const ushort EncryptedHello = 0xfe0d;

    public static byte[] Named(string name) => Records(Message(Body(Name(name))));

    /// <summary>An extension with one name.</summary>
    public static byte[] Name(string name, byte type = 0) => Names(Entry(name, type));

    public static byte[] Entry(string name, byte type = 0) => [type, .. Long(Encoding.UTF8.GetBytes(name))];

    public static byte[] Names(params byte[][] entries) => Extension(0, Long([.. entries.SelectMany(entry => entry)]));

    public static byte[] Extension(ushort type, byte[] data) => [.. Number(type), .. Long(data)];

    /// <summary>A body with these extensions; none: it ends before them.</summary>
    public static byte[] Body(params byte[][] extensions) =>
    [
        3, 3, .. new byte[32], 32, .. new byte[32], .. Long([0x13, 1, 0x13, 2]), 1, 0,
        .. extensions.Length == 0 ? [] : Long([.. extensions.SelectMany(extension => extension)]),
    ];

    public static byte[] Message(byte[] body, byte type = 1) =>
        [type, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    /// <summary>The message in records of so many bytes.</summary>
    public static byte[] Records(byte[] message, int size = 16_384) => [.. message.Chunk(size).SelectMany(part => Record(part))];

    public static byte[] Record(byte[] payload, byte type = 22) => [type, 3, 1, .. Long(payload)];

    public static byte[] Long(byte[] data) => [.. Number((ushort)data.Length), .. data];

    public static byte[] Number(ushort number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return bytes;
    }
}
