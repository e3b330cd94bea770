using Rings.Protocol;
using Rings.Protocol.EndToEnd;

namespace Rings.Fuzz.Targets;

/// <summary>Everything that a stranger can send to the end-to-end layer.</summary>
internal sealed class SessionTarget : IFuzzTarget
{
    private readonly SessionPartners _partners = new();

    public string Name => "session";

    public int MaxBytes => SignedPayload.MaxBytes;

    public long MaxAllocatedBytes => 1024 * 1024;

    public IEnumerable<byte[]> Seeds() =>
        [.. _partners.Said.Select(static signed => signed.Bytes.ToArray()), _partners.Sender.Seal("message"u8)];

    public void Run(ReadOnlySpan<byte> input)
    {
        _partners.Receiver.Open(input, SessionPartners.Now, out _);
        try
        {
            var signed = SignedPayload.Read(input);
            _partners.Take(signed, signed, signed, signed);
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
