using System.Text.Json.Nodes;
using Rings.Protocol;
using Rings.Protocol.Identity;
using static Rings.Vectors.VectorBytes;

namespace Rings.Vectors;

/// <summary>
/// Delegations with the verdict of section 1.4 on them, at a time and in a ring: the bounds from both sides, and one
/// thing wrong at a time.
/// </summary>
internal static class JudgedDelegationVectors
{
    private const long DayMs = 24 * 3_600_000;

    private static readonly RingId Ring = RingId.OfPublic("vectors");

    public static JsonArray Make(Instant issued)
    {
        var (ms, nine) = ((ulong)issued.UnixMilliseconds, issued + Delegation.DefaultLifetime);
        var good = Sign(AccountKind.Ed25519, issued);
        var skew = TimeSpan.FromSeconds(60);
        var vectors = new List<JsonNode>
        {
            Judge("issued a minute ahead", DelegationVerdict.Valid, good, issued - skew),
            Judge("issued more than a minute ahead", DelegationVerdict.NotYet, good, issued - skew - Millisecond),
            Judge("a millisecond before its end", DelegationVerdict.Valid, good, nine - Millisecond),
            Judge("at its end", DelegationVerdict.Expired, good, nine),
            Judge("for another ring", DelegationVerdict.WrongRing, good, issued, RingId.OfPublic("other")),
        };
        var fields = ProtoFields.Of(good);
        vectors.AddRange(Malformed(fields, ms).Select(
            item => Judge(item.Name, DelegationVerdict.Malformed, item.Fields.ToBytes(), issued)));
        vectors.Add(Judge("a signature one bit off", DelegationVerdict.Forged,
            fields.With(9, With(fields.Content(9), 5, (byte)(fields.Content(9)[5] ^ 1))).ToBytes(), issued));
        vectors.Add(Judge("a time other than the signed one", DelegationVerdict.Forged,
            fields.WithFixed64(7, ms + DayMs).ToBytes(), issued));
        vectors.Add(Judge("a Did that is not the key's", DelegationVerdict.Forged,
            fields.With(3, Bytes(0xA0, 20)).ToBytes(), issued));
        vectors.Add(Judge("a carried key of order 1", DelegationVerdict.Forged,
            fields.With(2, With(new byte[32], 0, 1)).ToBytes(), issued));
        vectors.AddRange(ForgedOfCurves(issued));
        vectors.AddRange(ForgedOfForms(issued));
        return new([.. vectors]);
    }

    private static TimeSpan Millisecond => TimeSpan.FromMilliseconds(1);

    private static IEnumerable<(string Name, ProtoFields Fields)> Malformed(ProtoFields good, ulong ms)
    {
        yield return ("kind 0", good.Without(1));
        yield return ("kind 99", good.WithVarint(1, 99));
        yield return ("a carried key that is missing", good.Without(2));
        yield return ("a carried key of 33 bytes for Ed25519", good.With(2, Bytes(1, 33)));
        yield return ("a Did of 19 bytes", good.With(3, Bytes(1, 19)));
        yield return ("a session key of 31 bytes", good.With(4, Bytes(1, 31)));
        yield return ("a session key of order 1", good.With(4, With(new byte[32], 0, 1)));
        yield return ("a session key that is no point", good.With(4, With(new byte[32], 0, 2)));
        yield return ("a ring of 21 bytes", good.With(5, Bytes(1, 21)));
        yield return ("expires_ms equal to issued_ms", good.WithFixed64(7, ms));
        yield return ("longer than 90 days", good.WithFixed64(7, ms + (90 * DayMs) + 1));
        yield return ("times after the year 9999",
            good.WithFixed64(6, 253_402_300_800_000).WithFixed64(7, 253_402_300_800_001));
        yield return ("times beyond 2^63", good.WithFixed64(6, ulong.MaxValue - 1).WithFixed64(7, ulong.MaxValue));
        yield return ("a nonce of 15 bytes", good.With(8, Bytes(1, 15)));
        yield return ("a signature of 65 bytes for Ed25519", good.With(9, Bytes(1, 65)));
        yield return ("no signature", good.Without(9));
        yield return ("513 bytes, by an unknown field", good.With(15, new byte[513 - good.ToBytes().Length - 3]));
    }

    /// <summary>What a lenient library lets pass: s in the upper half, other v and headers.</summary>
    private static IEnumerable<JsonNode> ForgedOfCurves(Instant issued)
    {
        foreach (var kind in new[] { AccountKind.Secp256k1, AccountKind.Eip191 })
        {
            var good = ProtoFields.Of(Sign(kind, issued));
            yield return Forged(
                $"{kind}: s in the upper half", good, HighS(good.Content(9), Secp256k1Order, atS: 32, atParity: 64));
            yield return Forged($"{kind}: v 29", good, With(good.Content(9), 64, 29));
            yield return Forged($"{kind}: v 0", good, With(good.Content(9), 64, (byte)(good.Content(9)[64] - 27)));
            yield return Forged($"{kind}: r 0", good, [.. new byte[32], .. good.Content(9)[32..]]);
        }

        var bitcoin = ProtoFields.Of(Sign(AccountKind.Bip137, issued));
        yield return Forged("Bip137: header 43", bitcoin, With(bitcoin.Content(9), 0, 43));
        yield return Forged("Bip137: header 26", bitcoin, With(bitcoin.Content(9), 0, 26));
        yield return Forged("Bip137: s in the upper half", bitcoin, HighS(bitcoin.Content(9), Secp256k1Order, 33, 0));
        var p256 = ProtoFields.Of(Sign(AccountKind.Secp256r1, issued));
        yield return Forged("Secp256r1: s in the upper half", p256, HighS(p256.Content(9), Secp256r1Order, 32, null));

        JsonNode Forged(string name, ProtoFields good, byte[] signature) =>
            Judge(name, DelegationVerdict.Forged, good.With(9, signature).ToBytes(), issued);
    }

    /// <summary>
    /// The right key over the right words in the form of another kind, and another address than the header names.
    /// </summary>
    private static IEnumerable<JsonNode> ForgedOfForms(Instant issued)
    {
        var typed = ProtoFields.Of(Sign(AccountKind.Eip712, issued));
        yield return Forged("Eip712: v 29", typed, With(typed.Content(9), 64, 29));
        yield return Forged("Eip712: s in the upper half", typed, HighS(typed.Content(9), Secp256k1Order, 32, 64));
        yield return Forged("Eip712: the text signed as Eip191 does", typed, SignText(
            AccountKind.Eip712, AccountKind.Eip191, issued));
        var segwit = ProtoFields.Of(Sign(AccountKind.Bip322, issued));
        var (header, signature) = (segwit.Content(9)[0], segwit.Content(9));
        yield return Forged("Bip322: a header of Bip137's P2PKH", segwit, With(signature, 0, (byte)(header - 8)));
        yield return Forged("Bip322: header 43", segwit, With(signature, 0, 43));
        yield return Forged("Bip322: the header of P2SH-P2WPKH over P2WPKH", segwit, With(signature, 0, (byte)(header - 4)));
        yield return Forged("Bip322: s in the upper half", segwit, HighS(signature, Secp256k1Order, 33, 0));
        yield return Forged("Bip322: the text signed as Bip137 does", segwit, With(
            SignText(AccountKind.Bip322, AccountKind.Bip137, issued), 0, header));

        JsonNode Forged(string name, ProtoFields good, byte[] signature) =>
            Judge(name, DelegationVerdict.Forged, good.With(9, signature).ToBytes(), issued);
    }

    /// <summary>The text of a delegation of one kind, signed by the same secret in the way of another.</summary>
    private static byte[] SignText(AccountKind kind, AccountKind way, Instant issued)
    {
        using var other = AccountKey.FromSecret(way, Bytes(0x10 * (int)kind, 32));
        return other.Sign(Draft(kind, issued).Text);
    }

    private static System.Numerics.BigInteger Secp256k1Order { get; } = Number(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");

    private static System.Numerics.BigInteger Secp256r1Order { get; } = Number(
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private static System.Numerics.BigInteger Number(string hex) => new(
        Convert.FromHexString(hex), isUnsigned: true, isBigEndian: true);

    /// <summary>The same signature as (r, n − s), with the parity of R in v or the header turned over too.</summary>
    private static byte[] HighS(byte[] signature, System.Numerics.BigInteger order, int atS, int? atParity)
    {
        var copy = signature.ToArray();
        var s = order - new System.Numerics.BigInteger(copy.AsSpan(atS, 32), isUnsigned: true, isBigEndian: true);
        s.ToByteArray(isUnsigned: true, isBigEndian: true).CopyTo(copy, atS);
        if (atParity is { } at) copy[at] = (byte)(((copy[at] - 27) ^ 1) + 27);
        return copy;
    }

    private static byte[] Sign(AccountKind kind, Instant issued)
    {
        using var account = AccountKey.FromSecret(kind, Bytes(0x10 * (int)kind, 32));
        return Draft(kind, issued).Sign(account).Bytes.ToArray();
    }

    private static DelegationDraft Draft(AccountKind kind, Instant issued)
    {
        using var account = AccountKey.FromSecret(kind, Bytes(0x10 * (int)kind, 32));
        using var session = SessionKey.FromSeed(Bytes(0x20, 32));
        return new DelegationDraft(
            kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring, issued,
            issued + Delegation.DefaultLifetime, Bytes(0x30, 16));
    }

    /// <summary>The verdict is the expected one, or there is no file.</summary>
    private static JsonObject Judge(
        string name, DelegationVerdict expected, byte[] bytes, Instant at, RingId? ring = null)
    {
        var verdict = new DelegationVerifier(ring ?? Ring, new()).Check(bytes, default, at, out _);
        return verdict != expected
            ? throw new InvalidOperationException($"'{name}' is {verdict}, not {expected}.")
            : new JsonObject
            {
                ["name"] = name,
                ["ring"] = (ring ?? Ring).ToString(),
                ["at_ms"] = at.UnixMilliseconds,
                ["verdict"] = verdict.ToString(),
                ["bytes"] = Hex(bytes),
            };
    }
}
