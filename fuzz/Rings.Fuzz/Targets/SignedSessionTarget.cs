using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;

namespace Rings.Fuzz.Targets;

/// <summary>
/// What a partner with valid keys can say: any payload of hello, reply, bundle and letter, signed, so that keys and
/// ciphertexts of ML-KEM are reached.
/// </summary>
internal sealed class SignedSessionTarget : IFuzzTarget
{
    private readonly SessionPartners _partners = new();

    public string Name => "session-signed";

    /// <summary>So that what is signed stays within <see cref="SignedPayload.MaxBytes"/>.</summary>
    public int MaxBytes => 16 * 1024;

    public long MaxAllocatedBytes => 2 * 1024 * 1024;

    public IEnumerable<byte[]> Seeds() => _partners.Said.Select(static signed => signed.Payload.ToArray());

    public void Run(ReadOnlySpan<byte> input)
    {
        var payload = input.ToArray();
        _partners.Take(
            SignedPayload.Sign(_partners.Alice, SignaturePurpose.EndToEndHello, payload),
            SignedPayload.Sign(_partners.Bob, SignaturePurpose.EndToEndReply, payload),
            SignedPayload.Sign(_partners.Bob, SignaturePurpose.EndToEndPrekeys, payload),
            SignedPayload.Sign(_partners.Alice, SignaturePurpose.EndToEndFirst, payload));
        if (TextPadding.TryRead(input, out var length) && length >= input.Length)
            throw new InvalidOperationException("A text is longer than it is with its padding.");
    }
}
