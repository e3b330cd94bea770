using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Actors.Disk;
using Rings.Host.Cli;
using Rings.Protocol;
using Rings.Protocol.Identity;

namespace Rings.Host.Identity;

/// <summary>A session key and its delegation in an owner-only file.</summary>
/// <param name="path">The file.</param>
internal sealed class SessionFile(string path)
{
    /// <summary>Whether there is one.</summary>
    public bool Exists => File.Exists(path);

    /// <summary>Reads both and checks that they belong together and that the account signed.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it and what is wrong.</exception>
    public Signer Read()
    {
        var document = Parse();
        try
        {
            var delegation = Delegation.Read(Convert.FromBase64String((string?)document["delegation"] ?? ""));
            var signer = new Signer(ReadKey(document), delegation);
            return WasVerified(document, delegation) || delegation.IsSignedByAccount()
                ? signer
                : throw Damaged("its delegation is not signed by its account");
        }
        catch (Exception error) when (error is FormatException or ProtocolException or InvalidOperationException)
        {
            throw Damaged(error.Message, error);
        }
    }

    /// <summary>Writes both.</summary>
    /// <param name="key">The session key.</param>
    /// <param name="delegation">The delegation, which the account has just signed or whose signature was just verified.</param>
    public void Write(SessionKey key, Delegation delegation)
    {
        var seed = key.ExportSeed();
        OwnerOnlyFile.Write(path, new JsonObject
        {
            ["seed"] = Convert.ToHexStringLower(seed),
            ["delegation"] = Convert.ToBase64String(delegation.Bytes.Span),
            ["verified"] = delegation.Id.ToString(),
        }.ToJsonString() + "\n");
        CryptographicOperations.ZeroMemory(seed);
    }

    /// <summary>Keeps a draft that a wallet still has to sign.</summary>
    public void WriteDraft(SessionKey key, DelegationDraft draft) => OwnerOnlyFile.Write(path, new JsonObject
    {
        ["seed"] = Convert.ToHexStringLower(key.ExportSeed()),
        ["kind"] = draft.Kind.ToString(),
        ["account"] = draft.Account.ToString(),
        ["publicKey"] = Convert.ToHexStringLower(draft.AccountPublicKey.Span),
        ["ring"] = draft.Ring.ToString(),
        ["issued"] = draft.Issued.UnixMilliseconds,
        ["expires"] = draft.Expires.UnixMilliseconds,
        ["nonce"] = Convert.ToHexStringLower(draft.Nonce.Span),
    }.ToJsonString() + "\n");

    /// <summary>Reads a draft that a wallet has signed meanwhile.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged; the message names it and what is wrong.</exception>
    public (SessionKey Key, DelegationDraft Draft) ReadDraft()
    {
        if (!Exists)
            throw new UserErrorException(
                "no delegation waits for a signature. First run: rings session new --wallet DID");
        var document = Parse();
        try
        {
            var key = ReadKey(document);
            return (key, new DelegationDraft(
                Enum.Parse<AccountKind>((string)document["kind"]!),
                Did.Parse((string)document["account"]!, null),
                Convert.FromHexString((string?)document["publicKey"] ?? ""),
                key.PublicKey,
                RingId.Read(Convert.FromHexString((string)document["ring"]!)),
                Instant.FromUnixMilliseconds((long)document["issued"]!),
                Instant.FromUnixMilliseconds((long)document["expires"]!),
                Convert.FromHexString((string)document["nonce"]!)));
        }
        catch (Exception error) when (error is FormatException or ProtocolException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            throw Damaged(error.Message, error);
        }
    }

    /// <summary>Moves the file out of the way.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public string SetAside() => DamagedFile.SetAside(path);

    /// <summary>Removes the file.</summary>
    public void Delete() => File.Delete(path);

    /// <summary>
    /// Whether the delegation is, byte by byte, the one that was verified when the file was written. Making the tables of
    /// secp256k1 at each start to see that once more would take longer than all the rest of it.
    /// </summary>
    private static bool WasVerified(JsonObject document, Delegation delegation) =>
        document["verified"] is JsonValue id && id.TryGetValue(out string? text) && text == delegation.Id.ToString();

    private static SessionKey ReadKey(JsonObject document) =>
        SessionKey.FromSeed(Convert.FromHexString((string?)document["seed"] ?? ""));

    private JsonObject Parse()
    {
        try
        {
            return JsonNode.Parse(OwnerOnlyFile.Read(path), documentOptions: new() { AllowDuplicateProperties = false })?.AsObject()
                ?? throw Damaged("it holds nothing");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Damaged(error.Message, error);
        }
    }

    private InvalidDataException Damaged(string why, Exception? inner = null) => new($"{path} is damaged ({why})", inner);
}
