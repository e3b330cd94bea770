using System.Text.Json.Nodes;

namespace Rings.Protocol.Identity;

/// <summary>
/// The DID document of a node as JSON-LD (W3C DID Core 1.0), for the method <c>did:rings</c>: the account controls, the
/// session key authenticates while its delegation lives.
/// </summary>
internal static class DidDocument
{
    /// <summary>
    /// Bytes before a key in multibase text that say what it is (multicodec): Ed25519 and P-256 public keys.
    /// </summary>
    private static readonly byte[] Ed25519Codec = [0xed, 0x01];

    private static readonly byte[] P256Codec = [0x80, 0x24];

    /// <summary>The document of the account that issued a delegation.</summary>
    /// <returns>
    /// An object with <c>#account</c>, the account's own method, and <c>#session-…</c>, its session key, valid until
    /// the delegation expires (<c>rings:expires</c>).
    /// </returns>
    public static JsonObject Of(Delegation delegation)
    {
        var id = delegation.Account.ToString("D", null);
        var account = AccountMethod(delegation, id);
        var session = SessionMethod(delegation, id);
        var sessionId = session["id"]!.GetValue<string>();
        return new()
        {
            ["@context"] = new JsonArray(
                "https://www.w3.org/ns/did/v1",
                "https://w3id.org/security/multikey/v1",
                "https://w3id.org/security/suites/secp256k1recovery-2020/v2",
                new JsonObject { ["rings"] = "did:rings:terms#" }),
            ["id"] = id,
            ["verificationMethod"] = new JsonArray(account, session),
            ["capabilityDelegation"] = new JsonArray($"{id}#account"),
            ["authentication"] = new JsonArray(sessionId),
            ["assertionMethod"] = new JsonArray(sessionId),
        };
    }

    private static JsonObject AccountMethod(Delegation delegation, string id)
    {
        var method = Method($"{id}#account", id);
        var key = delegation.Draft.AccountPublicKey.Span;
        switch (delegation.Kind)
        {
            case AccountKind.Ed25519:
                method["type"] = "Multikey";
                method["publicKeyMultibase"] = Multibase(Ed25519Codec, key);
                break;

            case AccountKind.Secp256r1:
                method["type"] = "Multikey";
                method["publicKeyMultibase"] = Multibase(P256Codec, key);
                break;

            default:
                method["type"] = "EcdsaSecp256k1RecoveryMethod2020";
                method["blockchainAccountId"] = BlockchainAccount(delegation.Kind, delegation.Account);
                break;
        }

        return method;
    }

    /// <summary>The account's name in CAIP-10: on Ethereum's, or on Bitcoin's main network.</summary>
    private static string BlockchainAccount(AccountKind kind, Did account) => kind is AccountKind.Bip137 or AccountKind.Bip322
        ? $"bip122:000000000019d6689c085ae165831e93:{BitcoinAddress.Format(account)}"
        : $"eip155:1:{EthereumAccount.Address(account)}";

    private static JsonObject SessionMethod(Delegation delegation, string id)
    {
        var method = Method($"{id}#session-{delegation.Id}", id);
        method["type"] = "Multikey";
        method["publicKeyMultibase"] = Multibase(Ed25519Codec, delegation.SessionKey.Span);
        method["rings:ring"] = delegation.Ring.ToString();
        method["rings:issued"] = IsoTime.Format(delegation.Issued);
        method["rings:expires"] = IsoTime.Format(delegation.Expires);
        method["rings:delegation"] = Convert.ToBase64String(delegation.Bytes.Span);
        return method;
    }

    private static JsonObject Method(string id, string controller) => new()
    {
        ["id"] = id,
        ["controller"] = controller,
    };

    /// <summary>Multibase of a multicodec key: z and base 58.</summary>
    private static string Multibase(ReadOnlySpan<byte> codec, ReadOnlySpan<byte> key) =>
        $"z{Base58.Encode([.. codec, .. key])}";
}
