using System.Security.Cryptography;
using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>An account of kind <see cref="AccountKind.Secp256r1"/>.</summary>
internal sealed class P256AccountKey(ReadOnlySpan<byte> secret) : AccountKey
{
    private readonly byte[] _publicKey = P256.PublicKey(secret);
    private readonly byte[] _secret = secret.ToArray();

    public override AccountKind Kind => AccountKind.Secp256r1;

    public override Did Did => AccountDid.OfP256(_publicKey);

    public override ReadOnlyMemory<byte> CarriedPublicKey => _publicKey;

    internal override byte[] Sign(Statement statement) =>
        P256.Sign(_secret, Encoding.UTF8.GetBytes(statement.Text));

    public override byte[] ExportSecret() => [.. _secret];

    public override void Dispose() => CryptographicOperations.ZeroMemory(_secret);
}
