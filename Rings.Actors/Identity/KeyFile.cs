using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Actors.Identity;

/// <summary>
/// An account key in a file that only its owner can read: a Web3 Secret Storage v3 keystore where there is a
/// passphrase, otherwise the key itself. A file that others can read is refused.
/// </summary>
/// <remarks>An edge: reads and writes the disk. The format is that of <see cref="Keystore"/>, or our plain
/// one.</remarks>
public static class KeyFile
{
    /// <summary>No right file is longer, in bytes.</summary>
    private const long MaxBytes = 64 * 1024;

    // A property that stands twice says two things: such a document is damaged, or was made to mislead.
    private static readonly JsonDocumentOptions EachOnce = new() { AllowDuplicateProperties = false };

    /// <summary>Whether a key can only be read with a passphrase.</summary>
    /// <exception cref="ProtocolException">Readable by others, or no key file.</exception>
    public static bool NeedsPassphrase(string path) => ReadDocument(path).ContainsKey("version");

    /// <summary>Reads as much of a key file as can be read without its passphrase.</summary>
    /// <exception cref="ProtocolException">Readable by others, empty, or no key file.</exception>
    public static void RequireReadable(string path)
    {
        if (!NeedsPassphrase(path)) Read(path).Dispose();
    }

    /// <summary>Reads a key.</summary>
    /// <param name="path">The file.</param>
    /// <param name="passphrase">The passphrase, where the key is under one.</param>
    /// <exception cref="ProtocolException">
    /// Readable by others, no key file, under a passphrase that was not given, or under another one.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    public static AccountKey Read(string path, string? passphrase = null)
    {
        var document = ReadDocument(path);
        if (document.ContainsKey("version"))
        {
            return passphrase is null
                ? throw new ProtocolException(path, "a passphrase: the key is stored under one")
                : Keystore.Decrypt(document.ToJsonString(), passphrase);
        }

        var kind = document["kind"] is JsonValue name && name.TryGetValue(out string? text) ? text : null;
        var secret = document["secret"] is JsonValue value && value.TryGetValue(out string? hex) ? hex : null;
        if (!Enum.TryParse<AccountKind>(kind, out var parsed) || !Enum.IsDefined(parsed) || secret?.Length != 64)
            throw new ProtocolException(path, "a key file: kind and secret, or a keystore of version 3");
        return AccountKey.FromSecret(parsed, FromHex(path, secret));
    }

    /// <summary>Writes a key into a new file, all of it or nothing.</summary>
    /// <param name="path">The file; must not exist.</param>
    /// <param name="key">The key.</param>
    /// <param name="passphrase">The passphrase to put it under; null: only the file's mode protects it.</param>
    /// <param name="random"><see cref="Keystore.RandomBytes"/> random bytes; used with a passphrase only.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static void Write(string path, AccountKey key, string? passphrase, ReadOnlySpan<byte> random)
    {
        if (File.Exists(path)) throw new IOException($"{path} exists: a key is never overwritten.");
        var text = passphrase is null ? Plain(key) : Keystore.Encrypt(key, passphrase, random);
        OwnerOnlyFile.Write(path, text + "\n", overwrite: false);
    }

    private static string Plain(AccountKey key) => new JsonObject
    {
        ["kind"] = key.Kind.ToString(),
        ["did"] = key.Did.ToString("D", null),
        ["secret"] = Convert.ToHexStringLower(key.ExportSecret()),
    }.ToJsonString();

    private static JsonObject ReadDocument(string path)
    {
        if (!OwnerOnlyFile.IsPrivate(path))
            throw new ProtocolException(path, $"a file that only its owner can read ({OwnerOnlyFile.Remedy(path)})");
        if (new FileInfo(path).Length > MaxBytes) throw new ProtocolException(path, $"at most {MaxBytes} bytes");
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: EachOnce) as JsonObject
                ?? throw new ProtocolException(path, "a key file in JSON");
        }
        catch (JsonException e)
        {
            throw new ProtocolException(path, "a key file in JSON", e);
        }
    }

    private static byte[] FromHex(string path, string hex)
    {
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException e)
        {
            throw new ProtocolException(path, "a secret of 64 hex digits", e);
        }
    }
}
