using System.Text.Json.Nodes;
using Nethereum.ABI.EIP712;
using Nethereum.Signer;
using Nethereum.Signer.EIP712;
using Hash = Rings.Protocol.Crypto.Hash;

namespace Rings.Protocol.Tests.Identity;

/// <summary>
/// A wallet that is given typed data in JSON. It reads the JSON itself: Json.NET, by which Nethereum reads, makes a date of
/// whatever looks like one, and Nethereum then finds no text where a text should be.
/// </summary>
internal static class NethereumWallet
{
    public static byte[] Digest(string json)
    {
        var node = JsonNode.Parse(json)!;
        var types = node["types"]!.AsObject().ToDictionary(type => type.Key, type => type.Value!.AsArray()
            .Select(member => new MemberDescription { Name = (string)member!["name"]!, Type = (string)member["type"]! })
            .ToArray());
        var primary = (string)node["primaryType"]!;
        var raw = new TypedDataRaw
        {
            PrimaryType = primary,
            Types = types,
            DomainRawValues = Values(types["EIP712Domain"], node["domain"]!),
            Message = Values(types[primary], node["message"]!),
        };
        return Hash.Keccak256(Eip712TypedDataSigner.Current.EncodeTypedDataRaw(raw));
    }

    public static string Sign(string json, byte[] secret) => EthECDSASignature.CreateStringSignature(
        new EthECKey(secret, isPrivate: true).SignAndCalculateV(Digest(json)));

    private static MemberValue[] Values(MemberDescription[] members, JsonNode values) =>
        [.. members.Select(member => new MemberValue
        {
            TypeName = member.Type,
            Value = Value(member.Type, values[member.Name]!),
        })];

    private static object Value(string type, JsonNode value) =>
        type == "bool" ? (bool)value
        : type == "uint256" ? new System.Numerics.BigInteger((long)value)
        : type.StartsWith("bytes", StringComparison.Ordinal) ? Convert.FromHexString(value.ToString()[2..])
        : value.ToString();
}
