using Rings.Protocol.Identity;

namespace Rings.Protocol.Tests.Identity;

/// <summary>Fixed keys, rings and times for tests: the same seed number always gives the same thing.</summary>
internal static class TestAccounts
{
    public static readonly Instant Now = Instant.FromUnixMilliseconds(1_763_805_600_000);

    public static readonly RingId Ring = RingId.OfPublic("test");

    public static TheoryData<AccountKind> Kinds => [.. Enum.GetValues<AccountKind>()];

    /// <summary>Those that sign any text: an Eip712 account signs named fields only.</summary>
    public static TheoryData<AccountKind> TextKinds =>
        [.. Enum.GetValues<AccountKind>().Where(kind => kind != AccountKind.Eip712)];

    public static byte[] Seed(int number, int length = 32)
    {
        var seed = new byte[length];
        Array.Fill(seed, (byte)0x51);
        BitConverter.TryWriteBytes(seed, number);
        return seed;
    }

    public static AccountKey Account(AccountKind kind = AccountKind.Ed25519, int number = 1) =>
        AccountKey.FromSecret(kind, Seed(number));

    public static DelegationDraft Draft(AccountKey account, SessionKey session, RingId? ring = null,
        Instant? issued = null) =>
        new(account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, ring ?? Ring,
            issued ?? Now, (issued ?? Now) + Delegation.DefaultLifetime, Seed(7, 16));

    public static Signer Signer(AccountKind kind = AccountKind.Ed25519, int number = 1, RingId? ring = null,
        Instant? issued = null)
    {
        using var account = Account(kind, number);
        var session = SessionKey.FromSeed(Seed(1000 + number));
        return new(session, Draft(account, session, ring, issued).Sign(account));
    }
}
