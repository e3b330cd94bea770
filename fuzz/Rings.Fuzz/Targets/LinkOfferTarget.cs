using Rings.Protocol;
using Rings.Protocol.Wire;

namespace Rings.Fuzz.Targets;

/// <summary>Signed objects with offers and answers in them, as they come over HTTP.</summary>
internal sealed class LinkOfferTarget : IFuzzTarget
{
    public string Name => "link-offer";

    public int MaxBytes => SignedObject.MaxBytes + 1;

    public long MaxAllocatedBytes => 64 * SignedObject.MaxBytes;

    public IEnumerable<byte[]> Seeds() => WireSeeds.SignedObjects();

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            var signed = SignedObject.Read(input);
            signed.ToBytes();
            LinkOffer.Read(signed.Payload.Span).ToBytes();
        }
        catch (ProtocolException)
        {
            ReadAnswer(input);
        }
    }

    private static void ReadAnswer(ReadOnlySpan<byte> input)
    {
        try
        {
            LinkAnswer.Read(SignedObject.Read(input).Payload.Span).ToBytes();
        }
        catch (ProtocolException)
        {
            // Refused, as it may be.
        }
    }
}
