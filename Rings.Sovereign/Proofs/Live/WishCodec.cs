using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Proofs.Wishes;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Proofs.Live;

/// <summary>The bytes of wishes.</summary>
internal static class WishCodec
{
    /// <summary>Reads a wish.</summary>
    /// <exception cref="ProtocolException">Of no kind, or a field is out of its range.</exception>
    public static ProofWish Read(Proto.ProofWish wish) => wish.WishCase switch
    {
        Proto.ProofWish.WishOneofCase.Own when wish.Own => new OwnWish(),
        Proto.ProofWish.WishOneofCase.Preimage => new PreimageWish(Bytes32.Read(wish.Preimage.Span, "ProofWish.preimage")),
        Proto.ProofWish.WishOneofCase.Credential => Read(wish.Credential),
        _ => throw new ProtocolException("ProofWish.wish", "one of its kinds"),
    };

    /// <summary>A wish's fields.</summary>
    /// <param name="id">The wish's name.</param>
    /// <param name="wish">One that can be sent.</param>
    public static Proto.ProofWish Write(ByteString id, ProofWish wish) => wish switch
    {
        OwnWish => new() { Id = id, Own = true },
        PreimageWish file => new() { Id = id, Preimage = ProtoBytes.Wrap(file.Hash.ToByteArray()) },
        CredentialWish credential => new()
        {
            Id = id,
            Credential = new()
            {
                Issuer = ProtoBytes.Wrap(credential.Issuer.ToByteArray()),
                Name = credential.Name,
                Rule = credential.Rule,
                Anonymous = credential.IsAnonymous,
                Words = credential.Words ?? "",
            },
        },
        _ => throw new ArgumentException("A rule of a verifier is not sent.", nameof(wish)),
    };

    private static CredentialWish Read(Proto.ProofCredentialWish wish) => new(
        ProtoBytes.ReadDid(wish.Issuer, "ProofCredentialWish.issuer"), wish.Name, wish.Rule, wish.Anonymous,
        wish.Words.Length == 0 ? null : wish.Words);
}
