using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Tests.Identity;

namespace Rings.Protocol.Tests.Storage;

/// <summary>Records of fixed authors at fixed times, signed once each.</summary>
internal static class TestRecords
{
    public static readonly Instant Now = TestAccounts.Now + TimeSpan.FromHours(1);

    private static readonly Signer[] Signers =
        [.. Enumerable.Range(1, 8).Select(number => TestAccounts.Signer(number: number))];

    public static Signer Signer(int author) => Signers[author];

    public static Did Author(int author) => Signers[author].Account;

    public static long Seq(int seconds) => (Now + TimeSpan.FromSeconds(seconds)).UnixMicroseconds;

    public static StoredRecord Register(int owner, string name, int seconds, string value, TimeSpan? life = null) =>
        StoredRecord.Sign(RecordKind.Register, Fields(owner, name, seconds, life) with
        {
            Owner = Author(owner),
            Value = System.Text.Encoding.UTF8.GetBytes(value),
        }, Signer(owner));

    public static StoredRecord Element(
        int author, string set, string tag, int seconds, int? owner = null, TimeSpan? life = null) =>
        StoredRecord.Sign(RecordKind.SetElement, Fields(author, set, seconds, life) with
        {
            Owner = owner is { } number ? Author(number) : null,
            Tag = Tag(tag),
            Value = System.Text.Encoding.UTF8.GetBytes($"{author} {tag} {seconds}"),
        }, Signer(author));

    public static StoredRecord Removal(int author, string set, string tag, int seconds, int? owner = null) =>
        StoredRecord.Sign(RecordKind.SetRemoval, Fields(author, set, seconds, null) with
        {
            Owner = owner is { } number ? Author(number) : null,
            Tag = Tag(tag),
        }, Signer(author));

    public static StoredRecord OwnerRemoval(int owner, string set, int target, string? tag, int seconds) =>
        StoredRecord.Sign(RecordKind.SetRemoval, Fields(owner, set, seconds, null) with
        {
            Owner = Author(owner),
            Target = Author(target),
            Tag = tag is null ? default : Tag(tag),
            EveryTag = tag is null,
        }, Signer(owner));

    public static StoredRecord Lease(int author, byte[] content, int seconds, TimeSpan? life = null) =>
        StoredRecord.Sign(RecordKind.BlobLease, Fields(author, "", seconds, life) with
        {
            Hash = BlobHash.OfChunk(content),
            Size = content.Length,
        }, Signer(author), content);

    public static RecordTag Tag(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    public static RecordRules Rules() => new(TestAccounts.Ring, new(TestAccounts.Ring, new()), new());

    private static RecordFields Fields(int author, string name, int seconds, TimeSpan? life) => new()
    {
        Name = name,
        Author = Author(author),
        Seq = Seq(seconds),
        Expires = Instant.FromUnixMilliseconds(
            (new Instant(Seq(seconds)) + (life ?? TimeSpan.FromDays(1))).UnixMilliseconds),
    };
}
