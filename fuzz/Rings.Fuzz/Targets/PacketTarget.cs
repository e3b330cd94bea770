using System.Text;
using Rings.Protocol;
using Rings.Protocol.Streams;

namespace Rings.Fuzz.Targets;

/// <summary>
/// What a stream set reads of its other end: the first byte chooses the frames of a packet, a hello, its answer, or the body
/// of what opens a path.
/// </summary>
internal sealed class PacketTarget : IFuzzTarget
{
    public string Name => "packet";

    public int MaxBytes => 16 * 1024;

    public long MaxAllocatedBytes => 1 << 20;

    public IEnumerable<byte[]> Seeds() =>
    [
        [0, 1, 0, 1, 6, .. "test/1"u8, 2, 9, 9],
        [0, 2, 5, 0x40, 0x80, 3, 1, 2, 3, 3, 5, 0x40, 0x83, 0],
        [0, 4, 0x80, 1, 0, 0, 5, 1, 0x44, 0],
        [0, 6, 3, 7, 9, 7, 3, 8, 8, 0, 12, 9, 1, 10, 1, 11, 0],
        [0, 12, 7, 4, .. "gone"u8],
        [3, .. PathOpenBody.Write(new byte[100])],
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty) return;
        try
        {
            Read(input[0], input[1..]);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }

    private static void Read(byte reader, ReadOnlySpan<byte> bytes)
    {
        switch (reader % 4)
        {
            case 0:
                ReadFrames(bytes);
                break;

            case 1:
                _ = StreamsHello.Read(bytes).ToBytes();
                break;

            case 2:
                _ = StreamsAccept.Read(bytes).ToBytes();
                break;

            default:
                _ = PathOpenBody.Read(bytes);
                break;
        }
    }

    private static void ReadFrames(ReadOnlySpan<byte> packet)
    {
        while (!packet.IsEmpty && PacketFrame.TryRead(ref packet, out var frame))
        {
            var isWithin = frame.Subject <= Varint.Max && frame.Number <= Varint.Max && frame.Code <= Varint.Max
                && frame.Bytes.Length <= 16 * 1024 && Encoding.UTF8.GetString(frame.Name).Length <= PacketFrame.MaxText;
            if (!isWithin) throw new InvalidOperationException("A frame is out of its bounds.");
        }
    }
}
