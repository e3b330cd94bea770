using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>The vectors of section 1: fixed keys, fixed times, every byte that follows from them.</summary>
internal static class IdentityVectors
{
    /// <summary>2026-11-22T10:00:00.000Z.</summary>
    private const long IssuedMs = 1_795_341_600_000;

    private const string RingName = "vectors";

    private static readonly Instant Issued = Instant.FromUnixMilliseconds(IssuedMs);

    public static JsonObject Make() => new()
    {
        ["accounts"] = new JsonArray([.. Enum.GetValues<AccountKind>().Where(kind => kind != AccountKind.Eip712).Select(Account)]),
        ["delegations"] = Each(DelegationOf),
        ["judged_delegations"] = JudgedDelegationVectors.Make(Issued),
        ["session_signatures"] = new JsonArray([.. Enum.GetValues<SignaturePurpose>().Select(SignatureFor)]),
        ["revocations"] = new JsonArray(
        [
            RevocationOf(AccountKind.Ed25519, true), RevocationOf(AccountKind.Eip191, false),
            RevocationOf(AccountKind.Eip712, true), RevocationOf(AccountKind.Eip712, false),
            RevocationOf(AccountKind.Bip322, false),
        ]),
        ["equal_revocations"] = new JsonArray([.. Enumerable.Range(0, 4).Select(EqualRevocationsOf)]),
        ["rings"] = new JsonArray([RingOf("main", null), RingOf("main", Bytes(0x40, 32))]),
        ["keystores"] = new JsonArray([KeystoreOf(AccountKind.Secp256k1), KeystoreOf(AccountKind.Ed25519)]),
    };

    private static JsonArray Each(Func<AccountKind, JsonNode> make) =>
        new([.. Enum.GetValues<AccountKind>().Select(make)]);

    private static JsonNode Account(AccountKind kind)
    {
        using var account = Key(kind);
        const string Text = "Rings \u2014 vectors";
        return new JsonObject
        {
            ["kind"] = kind.ToString(),
            ["secret"] = Hex(account.ExportSecret()),
            ["carried_public_key"] = Hex(account.CarriedPublicKey.Span),
            ["did"] = account.Did.ToString(),
            ["did_checksummed"] = account.Did.ToString("E", null),
            ["text"] = Text,
            ["signature"] = Hex(account.Sign(Text)),
        };
    }

    private static JsonNode DelegationOf(AccountKind kind)
    {
        using var account = Key(kind);
        using var session = Session();
        var delegation = Draft(account, session).Sign(account);
        var made = new JsonObject
        {
            ["account_kind"] = kind.ToString(),
            ["account_secret"] = Hex(account.ExportSecret()),
            ["session_seed"] = Hex(session.ExportSeed()),
            ["ring_name"] = RingName,
            ["issued_ms"] = delegation.Issued.UnixMilliseconds,
            ["expires_ms"] = delegation.Expires.UnixMilliseconds,
            ["nonce"] = Hex(delegation.Draft.Nonce.Span),
            ["text"] = delegation.Draft.Text,
            ["bytes"] = Hex(delegation.Bytes.Span),
            ["delegation_id"] = delegation.Id.ToString(),
        };
        if (kind == AccountKind.Eip712) AddTyped(made, delegation.Draft.Typed);
        return made;
    }

    private static JsonNode SignatureFor(SignaturePurpose purpose)
    {
        using var account = Key(AccountKind.Ed25519);
        using var session = Session();
        var delegation = Draft(account, session).Sign(account);
        var payload = Bytes(0x60, 20);
        return new JsonObject
        {
            ["purpose"] = purpose.ToString(),
            ["delegation"] = Hex(delegation.Bytes.Span),
            ["payload"] = Hex(payload),
            ["signature"] = Hex(new Signer(session, delegation).Sign(purpose, payload)),
        };
    }

    private static JsonObject RevocationOf(AccountKind kind, bool everywhere)
    {
        using var account = Key(kind);
        var revocation = new RevocationDraft(
            kind, account.Did, account.CarriedPublicKey.Span, everywhere ? null : RingId.OfPublic(RingName), Issued,
            Bytes(0x50, 16)).Sign(account);
        var made = new JsonObject
        {
            ["account_kind"] = kind.ToString(),
            ["account_secret"] = Hex(account.ExportSecret()),
            ["ring_name"] = everywhere ? null : RingName,
            ["issued_before_ms"] = revocation.IssuedBefore.UnixMilliseconds,
            ["nonce"] = Hex(Bytes(0x50, 16)),
            ["text"] = revocation.Draft.Text,
            ["bytes"] = Hex(revocation.Bytes.Span),
        };
        if (kind == AccountKind.Eip712) AddTyped(made, revocation.Draft.Typed);
        return made;
    }

    private static void AddTyped(JsonObject vector, TypedStatement statement)
    {
        vector["typed_data"] = JsonNode.Parse(EthereumTypedData.ToJson(statement));
        vector["digest"] = Hex(statement.Digest());
    }

    /// <summary>Two of one account and time, by other nonces: which of them stands, by 1.6.</summary>
    private static JsonObject EqualRevocationsOf(int number)
    {
        using var account = Key(AccountKind.Ed25519);
        Revocation Make(int nonce) => new RevocationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, null, Issued, Bytes(nonce, 16)).Sign(account);
        var (left, right) = (Make(0x50 + number), Make(0x70 - number));
        return new()
        {
            ["left"] = Hex(left.Bytes.Span),
            ["right"] = Hex(right.Bytes.Span),
            ["stands"] = Revocation.Merge(left, right) == left ? "left" : "right",
        };
    }

    private static JsonObject RingOf(string name, byte[]? secret)
    {
        using var shared = secret is null ? null : new RingSecret(secret);
        var ring = shared is null ? RingId.OfPublic(name) : RingId.OfPrivate(name, shared);
        return new JsonObject
        {
            ["name"] = name,
            ["secret"] = secret is null ? null : Hex(secret),
            ["ring"] = ring.ToString(),
            ["data"] = "00",
            ["psk_hmac_of_data"] = shared is null ? null : Hex(shared.Authenticate([0])),
        };
    }

    private static JsonObject KeystoreOf(AccountKind kind)
    {
        using var account = Key(kind);
        var json = Keystore.Encrypt(account, "correct horse", Bytes(0x70, Keystore.RandomBytes), cost: 1 << 13);
        return new JsonObject
        {
            ["kind"] = kind.ToString(),
            ["secret"] = Hex(account.ExportSecret()),
            ["passphrase"] = "correct horse",
            ["document"] = JsonNode.Parse(json),
        };
    }

    private static DelegationDraft Draft(AccountKey account, SessionKey session) => new(
        account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic(RingName),
        Issued, Issued + Delegation.DefaultLifetime, Bytes(0x30, 16));

    private static AccountKey Key(AccountKind kind) => AccountKey.FromSecret(kind, Bytes(0x10 * (int)kind, 32));

    private static SessionKey Session() => SessionKey.FromSeed(Bytes(0x20, 32));
}
