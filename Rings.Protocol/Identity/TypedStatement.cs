using System.Text;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// A statement of the protocol as typed data (EIP-712), so that a wallet shows ring, session key and end as named fields.
/// Its digest is computed by its fixed layout: no JSON is read where statements of strangers are verified.
/// </summary>
/// <param name="type">The name of the struct, such as <c>Delegation</c>.</param>
/// <param name="fields">Its fields, in the order in which they are hashed.</param>
internal sealed class TypedStatement(string type, IReadOnlyList<TypedField> fields)
{
    /// <summary>The domain's name.</summary>
    public const string DomainName = "Rings Network";

    /// <summary>
    /// The domain's version. It has no chainId, for wallets refuse to sign for a chain that they are not on.
    /// </summary>
    public const string DomainVersion = "1";

    private static readonly byte[] DomainHash = Hash.Keccak256(
    [
        .. Hash.Keccak256("EIP712Domain(string name,string version)"u8),
        .. TypedField.Text("name", DomainName).Word,
        .. TypedField.Text("version", DomainVersion).Word,
    ]);

    /// <summary>The name of the struct.</summary>
    public string Type => type;

    /// <summary>Its fields.</summary>
    public IReadOnlyList<TypedField> Fields => fields;

    /// <summary>The 32 bytes that are signed: keccak-256(0x1901 ‖ hash of the domain ‖ hash of the struct).</summary>
    public byte[] Digest() => Hash.Keccak256([0x19, 0x01, .. DomainHash, .. StructHash()]);

    private byte[] StructHash()
    {
        var declaration = $"{type}({string.Join(',', fields.Select(field => $"{field.Type} {field.Name}"))})";
        var words = new byte[Hash.Bytes * (1 + fields.Count)];
        Hash.Keccak256(Encoding.UTF8.GetBytes(declaration), words);
        for (var i = 0; i < fields.Count; i++) fields[i].Word.CopyTo(words, Hash.Bytes * (i + 1));
        return Hash.Keccak256(words);
    }
}
