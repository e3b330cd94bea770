using Nethereum.ABI.EIP712;
using Nethereum.Signer.EIP712;
using Rings.Protocol.Crypto;

namespace Rings.Protocol.Identity;

/// <summary>
/// Typed data as Ethereum's software has it: for a wallet to sign, and for a key that this node holds. The only place that
/// calls Nethereum.Signer.EIP712, and never with anything from outside.
/// </summary>
internal static class EthereumTypedData
{
    /// <summary>The JSON that <c>eth_signTypedData_v4</c> takes.</summary>
    /// <remarks>By reflection: a program compiled ahead of time has not what it looks for, and prints half of it.</remarks>
    public static string ToJson(TypedStatement statement) => Raw(statement).ToJson();

    /// <summary>
    /// The 32 bytes that are signed, by the library: a signer's second opinion about <see cref="TypedStatement.Digest"/>.
    /// </summary>
    public static byte[] Digest(TypedStatement statement) =>
        Hash.Keccak256(Eip712TypedDataSigner.Current.EncodeTypedDataRaw(Raw(statement)));

    private static TypedDataRaw Raw(TypedStatement statement)
    {
        TypedField[] domain =
        [
            TypedField.Text("name", TypedStatement.DomainName),
            TypedField.Text("version", TypedStatement.DomainVersion),
        ];
        return new()
        {
            PrimaryType = statement.Type,
            Types = new Dictionary<string, MemberDescription[]>
            {
                ["EIP712Domain"] = Describe(domain),
                [statement.Type] = Describe(statement.Fields),
            },
            DomainRawValues = Values(domain),
            Message = Values(statement.Fields),
        };
    }

    private static MemberDescription[] Describe(IEnumerable<TypedField> fields) =>
        [.. fields.Select(field => new MemberDescription { Name = field.Name, Type = field.Type })];

    private static MemberValue[] Values(IEnumerable<TypedField> fields) =>
        [.. fields.Select(field => new MemberValue { TypeName = field.Type, Value = field.Shown })];
}
