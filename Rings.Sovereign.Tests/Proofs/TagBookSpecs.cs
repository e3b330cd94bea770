using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.Tests.Proofs;

public sealed class TagBookSpecs
{
    private static readonly Secp256k1Point Key = Secp256k1Point.OfSecret(Secp256k1Scalar.One);

    [Fact]
    public void A_full_book_takes_no_new_tag_and_still_knows_the_old_ones()
    {
        var (book, now) = (new TagBook(), ProofWorld.Now);
        for (var number = 0; number < TagBook.MaxTags; number++)
        {
            Assert.True(book.HasRoomFor(Tagged(number)));
            Assert.Null(book.Note(Tagged(number), now));
        }

        Assert.False(book.HasRoomFor(Tagged(TagBook.MaxTags)));
        Assert.True(book.HasRoomFor(Tagged(0)));
        Assert.True(book.HasRoomFor(new OwnStatement(Key)));
        Assert.Equal(now, book.Note(Tagged(0), now + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void A_book_that_was_kept_says_the_same_and_passes_over_what_is_none()
    {
        var (book, now) = (new TagBook(), ProofWorld.Now);
        var kept = book.Entries(Tagged(1), now).AddRange(book.Entries(Tagged(2), now + TimeSpan.FromSeconds(1)));
        Assert.Empty(book.Entries(new OwnStatement(Key), now));
        var none = new SecretEntry(SecretEntryKind.ProofTag, [1], [1, 2, 3]);
        var cut = new SecretEntry(SecretEntryKind.ProofTag, [2], [.. new byte[8], 9, 1]);

        Assert.Equal(3, book.Load([.. kept, none, cut, new(SecretEntryKind.Group, [3], [])]));

        Assert.Equal(now, book.Note(Tagged(1), now + TimeSpan.FromDays(1)));
        Assert.Equal(now + TimeSpan.FromSeconds(1), book.Note(Tagged(2), now + TimeSpan.FromDays(1)));
        Assert.Empty(book.Entries(Tagged(1), now));
        Assert.Single(book.Entries(Tagged(3), now));
    }

    private static SameOwnerStatement Tagged(int number) => new(Key, new ProofTag($"vote {number}", Key));
}
