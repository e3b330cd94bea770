using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;

namespace Rings.Actors.Tests.Disk;

/// <summary>Records to fill stores with, signed once.</summary>
internal static class DiskRecords
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_795_341_600_000);
    private static readonly Signer Author = NewSigner();

    /// <summary>So many registers of one author, with their keys.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bytes">How long each value is.</param>
    public static IReadOnlyList<(Did Key, StoredRecord Record)> Some(int count, int bytes = 100) =>
        [.. Enumerable.Range(0, count).Select(number => (
            StorageKey.OfRegister(Author.Account, $"r{number}"), Register($"r{number}", bytes)))];

    /// <summary>Writes one, as an owner does.</summary>
    public static void Merge(IRecordStore store, Did key, StoredRecord record)
    {
        var set = store.Find(key) ?? new(key, new());
        var changed = new List<RecordSlot>();
        set.Merge(record, changed);
        store.Write(set, changed);
    }

    private static StoredRecord Register(string name, int bytes) => StoredRecord.Sign(
        RecordKind.Register,
        new()
        {
            Name = name,
            Owner = Author.Account,
            Author = Author.Account,
            Value = new byte[bytes],
            Seq = Now.UnixMicroseconds,
            Expires = Now + TimeSpan.FromDays(1),
        },
        Author);

    private static Signer NewSigner()
    {
        byte[] seed = [.. Enumerable.Repeat((byte)9, 32)];
        using var account = AccountKey.FromSecret(AccountKind.Ed25519, seed);
        var session = SessionKey.FromSeed(seed);
        return new(session, new DelegationDraft(
            account.Kind, account.Did, account.CarriedPublicKey.Span, session.PublicKey, RingId.OfPublic("test"),
            Now, Now + TimeSpan.FromDays(14), seed.AsSpan(0, 16)).Sign(account));
    }
}
