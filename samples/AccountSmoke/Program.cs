using System.Text;
using Rings.Protocol;
using Rings.Protocol.Identity;

// Each kind of account signs a delegation, which is then read from its bytes and verified; and keeps its key in a keystore.
var secret = Enumerable.Range(1, 32).Select(number => (byte)number).ToArray();
var now = Instant.From(DateTimeOffset.UtcNow);
var verified = 0;
foreach (var kind in Enum.GetValues<AccountKind>())
{
    using var account = AccountKey.FromSecret(kind, secret);
    using var session = SessionKey.FromSeed(secret);
    var draft = new DelegationDraft(
        kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("main"), now,
        now + Delegation.DefaultLifetime, secret.AsSpan(0, Delegation.NonceBytes));
    var signed = draft.Sign(account);
    var changed = signed.Bytes.ToArray();
    changed[^1] ^= 1;
    using var kept = Keystore.Decrypt(Keystore.Encrypt(account, "passphrase", new byte[Keystore.RandomBytes], cost: 16), "passphrase");

    var isRight = Delegation.Read(signed.Bytes.Span).IsSignedByAccount()
        && !Delegation.Read(changed).IsSignedByAccount()
        && kept.Did == account.Did
        && draft.ToSign.Contains(Convert.ToHexStringLower(session.PublicKey.Span), StringComparison.OrdinalIgnoreCase)
        && (kind != AccountKind.Eip712 || draft.ToSign.Contains("bytes32", StringComparison.Ordinal));
    Console.WriteLine($"{kind}: {account.Did}, {Encoding.UTF8.GetByteCount(draft.ToSign)} bytes to sign, {(isRight ? "right" : "WRONG")}");
    if (isRight) verified++;
}

Console.WriteLine($"{verified} of {Enum.GetValues<AccountKind>().Length} kinds signed and verified");
return verified == Enum.GetValues<AccountKind>().Length ? 0 : 1;
