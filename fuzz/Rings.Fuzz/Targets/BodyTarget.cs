using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Fuzz.Targets;

/// <summary>The bodies that any node may send: the first byte chooses the reader.</summary>
internal sealed class BodyTarget : IFuzzTarget
{
    public string Name => "body";

    public int MaxBytes => Frame.MaxBytes;

    public long MaxAllocatedBytes => 64 * Frame.MaxBytes;

    public IEnumerable<byte[]> Seeds() =>
    [
        [0, .. new Unreachable(UnreachableReason.Congested).ToBytes()],
        [1, .. new Unsupported(Kind.Application, "chat/1").ToBytes()],
        [2, .. new Busy(250).ToBytes()],
        [3, .. new Delivered(PayloadHash.Of("transaction"u8)).ToBytes()],
        [4, .. new ApplicationMessage("chat/1", "hello"u8.ToArray()).ToBytes()],
        [5, .. MessagePart.Split(MessageId.Read(new byte[16]), Kind.Application, new byte[50_000]).Last().ToBytes()],
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

    private static byte[] Read(byte reader, ReadOnlySpan<byte> body) => (reader % 6) switch
    {
        0 => Unreachable.Read(body).ToBytes(),
        1 => Unsupported.Read(body).ToBytes(),
        2 => Busy.Read(body).ToBytes(),
        3 => Delivered.Read(body).ToBytes(),
        4 => ApplicationMessage.Read(body).ToBytes(),
        _ => MessagePart.Read(body).ToBytes(),
    };
}
