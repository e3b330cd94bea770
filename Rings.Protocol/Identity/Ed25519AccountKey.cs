using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>An account of kind <see cref="AccountKind.Ed25519"/>.</summary>
internal sealed class Ed25519AccountKey(ReadOnlySpan<byte> secret) : AccountKey
{
    private readonly Ed25519PrivateKey _key = Ed25519PrivateKey.FromSeed(secret);

    public override AccountKind Kind => AccountKind.Ed25519;

    public override Did Did => AccountDid.OfEd25519(_key.PublicKey.Span);

    public override ReadOnlyMemory<byte> CarriedPublicKey => _key.PublicKey.Span.ToArray();

    internal override byte[] Sign(Statement statement)
    {
        var signature = new byte[Ed25519PublicKey.SignatureBytes];
        _key.Sign(Encoding.UTF8.GetBytes(statement.Text), signature);
        return signature;
    }

    public override byte[] ExportSecret() => _key.ExportSeed();

    public override void Dispose() => _key.Dispose();
}
