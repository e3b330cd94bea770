using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;

namespace Rings.Benchmarks.Storage;

/// <summary>Signed Registers of 1 KiB under random keys.</summary>
internal sealed class BenchmarkRecords
{
    private const int Authors = 64;
    private const int ValueBytes = 1024;

    private static readonly RingId Ring = RingId.OfPublic("bench");

    private readonly Signer[] _signers = [.. Enumerable.Range(1, Authors).Select(MakeSigner)];

    /// <summary>Signs records.</summary>
    /// <param name="count">How many.</param>
    public BenchmarkRecords(int count)
    {
        var random = new Random(1);
        All = [.. Enumerable.Range(0, count).Select(i => Make(random, _signers[i % Authors], $"record/{i}"))];
    }

    /// <summary>When the records were signed.</summary>
    public static Instant Now { get; } = Instant.FromUnixMilliseconds(1_795_341_600_000);

    /// <summary>The records.</summary>
    public KeyedRecord[] All { get; }

    /// <summary>Judges them; knows all delegations after the first of each author.</summary>
    public static RecordRules Rules() => new(
        Ring, new(Ring, new() { PerLinkAndSecond = int.MaxValue, PerSecond = int.MaxValue }), new());

    private static KeyedRecord Make(Random random, Signer signer, string name)
    {
        var value = new byte[ValueBytes];
        random.NextBytes(value);
        var record = StoredRecord.Sign(
            RecordKind.Register,
            new()
            {
                Name = name,
                Owner = signer.Account,
                Author = signer.Account,
                Value = value,
                Seq = Now.UnixMicroseconds,
                Expires = Now + TimeSpan.FromDays(1),
            },
            signer);
        return new(StorageKey.OfRegister(signer.Account, name), record);
    }

    private static Signer MakeSigner(int number)
    {
        var seed = Enumerable.Repeat((byte)number, 32).ToArray();
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, seed);
        var session = SessionKey.FromSeed(seed);
        return new(session, new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, Ring,
            Now - TimeSpan.FromMinutes(1), Now + Delegation.DefaultLifetime, seed.AsSpan(0, 16)).Sign(account));
    }
}
