using Rings.Sovereign.Groups;
using Rings.Sovereign.Proofs.Live;
using Rings.Sovereign.Proofs.Statements;

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

    private static SameOwnerStatement Tagged(int number) => new(Key, new ProofTag($"vote {number}", Key));
}
