using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Before;

/// <summary>The fields of a Web3 Secret Storage v3 document, as JSON and back.</summary>
internal sealed record KeystoreDocumentBefore
{
    /// <summary>No right document is longer, in characters.</summary>
    private const int MaxText = 16 * 1024;

    /// <summary>The most memory that scrypt may take, N · r · 128 bytes: 512 MiB.</summary>
    private const long MaxMemory = 512L << 20;

    /// <summary>The most passes over that memory.</summary>
    private const int MaxParallelism = 16;

    public required AccountKind Kind { get; init; }

    /// <summary>The Did that the document claims; null where it claims none.</summary>
    public required Did? Did { get; init; }

    public required byte[] Salt { get; init; }

    public required byte[] Counter { get; init; }

    public required Guid Id { get; init; }

    public required int Cost { get; init; }

    public int BlockSize { get; init; } = 8;

    public int Parallelism { get; init; } = 1;

    public byte[] Ciphertext { get; init; } = [];

    public byte[] Mac { get; init; } = [];

    private bool IsEthereum => Kind is AccountKind.Secp256k1 or AccountKind.Eip191;

    public static KeystoreDocumentBefore Read(string json)
    {
        if (json.Length > MaxText) throw new ProtocolException("keystore", $"at most {MaxText} characters");
        try
        {
            return Read(JsonNode.Parse(json)?.AsObject() ?? throw new JsonException());
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new ProtocolException("keystore", "a Web3 Secret Storage document in JSON", e);
        }
    }

    public string ToJson()
    {
        var document = new JsonObject
        {
            ["version"] = 3,
            ["id"] = Id.ToString(),
            ["crypto"] = new JsonObject
            {
                ["cipher"] = "aes-128-ctr",
                ["cipherparams"] = new JsonObject { ["iv"] = Convert.ToHexStringLower(Counter) },
                ["ciphertext"] = Convert.ToHexStringLower(Ciphertext),
                ["kdf"] = "scrypt",
                ["kdfparams"] = new JsonObject
                {
                    ["salt"] = Convert.ToHexStringLower(Salt),
                    ["n"] = Cost,
                    ["r"] = BlockSize,
                    ["p"] = Parallelism,
                    ["dklen"] = 32,
                },
                ["mac"] = Convert.ToHexStringLower(Mac),
            },
            ["rings"] = new JsonObject { ["kind"] = Kind.ToString(), ["did"] = Did?.ToString("D", null) },
        };
        // Other software compares the address with that of the key as if it were an Ethereum one.
        if (IsEthereum) document["address"] = Did?.ToString("N", null);
        return document.ToJsonString(new() { WriteIndented = true });
    }

    private static KeystoreDocumentBefore Read(JsonObject document)
    {
        if (Number(document, "version") != 3) throw new ProtocolException("keystore.version", "3");
        var crypto = Object(document, "crypto", "Crypto");
        Require(crypto, "cipher", "aes-128-ctr");
        Require(crypto, "kdf", "scrypt");
        var parameters = Object(crypto, "kdfparams");
        if (Number(parameters, "dklen") != 32) throw new ProtocolException("keystore.dklen", "32");
        var read = new KeystoreDocumentBefore
        {
            Kind = ReadKind(document),
            Did = ReadDid(document),
            Id = default,
            Salt = Hex(parameters, "salt", 0, 1024),
            Counter = Hex(Object(crypto, "cipherparams"), "iv", 16, 16),
            Ciphertext = Hex(crypto, "ciphertext", 32, 32),
            Mac = Hex(crypto, "mac", 32, 32),
            Cost = Number(parameters, "n"),
            BlockSize = Number(parameters, "r"),
            Parallelism = Number(parameters, "p"),
        };
        return read.WithinBounds();
    }

    private KeystoreDocumentBefore WithinBounds()
    {
        if (Cost < 2 || !int.IsPow2(Cost) || BlockSize < 1 || (long)Cost * BlockSize * 128 > MaxMemory)
            throw new ProtocolException("keystore.kdfparams", "n a power of two, and n · r · 128 at most 512 MiB");
        if (BlockSize == 1 && Cost >= 1 << 16) throw new ProtocolException("keystore.kdfparams",
            "n below 65536 for r = 1");
        return Parallelism is >= 1 and <= MaxParallelism
            ? this
            : throw new ProtocolException("keystore.kdfparams", $"p from 1 to {MaxParallelism}");
    }

    private static AccountKind ReadKind(JsonObject document)
    {
        if (document["rings"]?["kind"]?.GetValue<string>() is not { } name) return AccountKind.Secp256k1;
        return Enum.TryParse<AccountKind>(name, out var kind) && Enum.IsDefined(kind)
            ? kind
            : throw new ProtocolException("keystore.rings.kind", "one of the five kinds");
    }

    private static Did? ReadDid(JsonObject document)
    {
        var text = document["rings"]?["did"]?.GetValue<string>() ?? document["address"]?.GetValue<string>();
        return text is null ? null : Protocol.Did.Parse(text);
    }

    private static JsonObject Object(JsonObject parent, string name, string? other = null) =>
        (parent[name] ?? (other is null ? null : parent[other])) as JsonObject
        ?? throw new ProtocolException($"keystore.{name}", "an object");

    private static int Number(JsonObject parent, string name) =>
        parent[name] is JsonValue value && value.TryGetValue(out int number)
            ? number
            : throw new ProtocolException($"keystore.{name}", "a whole number");

    private static byte[] Hex(JsonObject parent, string name, int least, int most)
    {
        var text = parent[name] is JsonValue value && value.TryGetValue(out string? hex) ? hex : "";
        if (text.StartsWith("0x", StringComparison.Ordinal)) text = text[2..];
        return text.Length >= 2 * least && text.Length <= 2 * most
            ? Convert.FromHexString(text)
            : throw new ProtocolException($"keystore.{name}", $"{least} to {most} bytes in hex");
    }

    private static void Require(JsonObject parent, string name, string expected)
    {
        if (parent[name] is not JsonValue value || !value.TryGetValue(out string? text) || text != expected)
            throw new ProtocolException($"keystore.{name}", expected);
    }
}
