using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
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
    private static readonly TypedField[] Domain =
    [
        TypedField.Text("name", TypedStatement.DomainName),
        TypedField.Text("version", TypedStatement.DomainVersion),
    ];

    /// <summary>The JSON that <c>eth_signTypedData_v4</c> takes.</summary>
    /// <remarks>
    /// Written here, member by member: the library finds its members by reflection, and in a program that is compiled ahead
    /// of time they are missing. The tests have the library read it.
    /// </remarks>
    public static string ToJson(TypedStatement statement)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("types");
            WriteType(json, "EIP712Domain", Domain);
            WriteType(json, statement.Type, statement.Fields);
            json.WriteEndObject();
            WriteValues(json, "domain", Domain);
            json.WriteString("primaryType", statement.Type);
            WriteValues(json, "message", statement.Fields);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    /// <summary>
    /// The 32 bytes that are signed, by the library: a signer's second opinion about <see cref="TypedStatement.Digest"/>.
    /// </summary>
    public static byte[] Digest(TypedStatement statement) =>
        Hash.Keccak256(Eip712TypedDataSigner.Current.EncodeTypedDataRaw(Raw(statement)));

    private static void WriteType(Utf8JsonWriter json, string name, IEnumerable<TypedField> fields)
    {
        json.WriteStartArray(name);
        foreach (var field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("type", field.Type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IEnumerable<TypedField> fields)
    {
        json.WriteStartObject(name);
        foreach (var field in fields)
        {
            if (field.Shown is bool flag) json.WriteBoolean(field.Name, flag);
            else if (field.Shown is byte[] bytes) json.WriteString(field.Name, $"0x{Convert.ToHexStringLower(bytes)}");
            else json.WriteString(field.Name, (string)field.Shown);
        }

        json.WriteEndObject();
    }

    private static TypedDataRaw Raw(TypedStatement statement) => new()
    {
        PrimaryType = statement.Type,
        Types = new Dictionary<string, MemberDescription[]>
        {
            ["EIP712Domain"] = Describe(Domain),
            [statement.Type] = Describe(statement.Fields),
        },
        DomainRawValues = Values(Domain),
        Message = Values(statement.Fields),
    };

    private static MemberDescription[] Describe(IEnumerable<TypedField> fields) =>
        [.. fields.Select(field => new MemberDescription { Name = field.Name, Type = field.Type })];

    private static MemberValue[] Values(IEnumerable<TypedField> fields) =>
        [.. fields.Select(field => new MemberValue { TypeName = field.Type, Value = field.Shown })];
}
