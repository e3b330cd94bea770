using CsCheck;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;

namespace Rings.Protocol.Tests.Identity;

public class RevocationSpecs
{
    private static readonly Instant Now = TestAccounts.Now;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    public static TheoryData<AccountKind> Kinds => TestAccounts.Kinds;

    internal static RevocationDraft Draft(AccountKey account, RingId? ring, Instant before, int nonce = 1) => new(
        account.Kind, account.Did, account.CarriedPublicKey.Span, ring, before, TestAccounts.Seed(nonce, 16));

    [Theory, MemberData(nameof(Kinds))]
    public void A_revocation_of_every_kind_is_read_back_and_verifies(AccountKind kind)
    {
        using var account = TestAccounts.Account(kind);
        var revocation = Draft(account, null, Now).Sign(account);

        var read = Revocation.Read(revocation.Bytes.Span);

        Assert.True(read.IsSignedByAccount());
        Assert.Equal(revocation.Draft.Text, read.Draft.Text);
        Assert.Equal(revocation.Bytes, Draft(account, null, Now).Complete(account.Sign(read.Draft.Statement)).Bytes);
    }

    [Fact]
    public void The_text_is_that_of_the_protocol_to_the_letter()
    {
        using var account = TestAccounts.Account(AccountKind.Bip137);
        var before = Instant.From(new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero));
        var one = new RevocationDraft(account.Kind, account.Did, [], TestAccounts.Ring, before, new byte[16]);

        var expected =
            $"Rings Network: revoke session keys.\n\nAccount: {account.Did:N} (Bip137)\nRing: {TestAccounts.Ring}\n"
            + "Issued before: 2026-11-22T10:00:00.000Z\nNonce: 00000000000000000000000000000000";
        Assert.Equal(expected, one.Text);
        var all = new RevocationDraft(account.Kind, account.Did, [], null, before, new byte[16]);
        Assert.Equal(expected.Replace(TestAccounts.Ring.ToString(), "*"), all.Text);
    }

    [Fact]
    public void Every_single_bit_change_is_refused()
    {
        using var account = TestAccounts.Account();
        var bytes = Draft(account, TestAccounts.Ring, Now).Sign(account).Bytes.ToArray();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(IsAccepted(bytes), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void It_ends_earlier_delegations_of_its_account_in_its_ring()
    {
        using var account = TestAccounts.Account();
        var later = Now + TimeSpan.FromMilliseconds(1);
        var delegation = TestAccounts.Signer().Delegation;

        Assert.True(Draft(account, TestAccounts.Ring, later).Sign(account).Revokes(delegation));
        Assert.True(Draft(account, null, later).Sign(account).Revokes(delegation));
        Assert.False(Draft(account, TestAccounts.Ring, Now).Sign(account).Revokes(delegation));
        Assert.False(Draft(account, RingId.OfPublic("other"), later).Sign(account).Revokes(delegation));
        Assert.False(Draft(account, null, later).Sign(account).Revokes(TestAccounts.Signer(number: 2).Delegation));
    }

    [Fact]
    public void It_counts_for_91_days_and_not_from_the_future()
    {
        using var account = TestAccounts.Account();
        var revocation = Draft(account, null, Now).Sign(account);

        Assert.True(revocation.IsInForce(TestAccounts.Ring, Now - Skew, Skew));
        Assert.False(revocation.IsInForce(TestAccounts.Ring, Now - Skew - TimeSpan.FromMilliseconds(1), Skew));
        Assert.True(revocation.IsInForce(TestAccounts.Ring, Now + TimeSpan.FromDays(90.99), Skew));
        Assert.False(revocation.IsInForce(TestAccounts.Ring, Now + TimeSpan.FromDays(91), Skew));
        Assert.False(Draft(account, RingId.OfPublic("other"), Now).Sign(account)
            .IsInForce(TestAccounts.Ring, Now, Skew));
    }

    [Fact]
    public void Merging_is_a_join()
    {
        using var account = TestAccounts.Account();
        var some = Enumerable.Range(0, 6)
            .Select(i => Draft(account, null, Now + TimeSpan.FromSeconds(i / 2), i).Sign(account)).ToArray();
        var any = Gen.Int[0, 5].Select(i => some[i]);
        Gen.Select(any, any, any).Sample((a, b, c) =>
        {
            Assert.Same(a, Revocation.Merge(a, a));
            Assert.Same(Revocation.Merge(a, b), Revocation.Merge(b, a));
            Assert.Same(
                Revocation.Merge(Revocation.Merge(a, b), c), Revocation.Merge(a, Revocation.Merge(b, c)));
        });
    }

    [Fact]
    public void Of_equal_times_the_one_that_storage_keeps_stands()
    {
        using var account = TestAccounts.Account();
        var some = Enumerable.Range(0, 8).Select(i => Draft(account, null, Now, i).Sign(account)).ToArray();

        Assert.All(some, left => Assert.All(some.Where(right => right != left), right =>
        {
            var other = StoredRecord.Of(right);
            Assert.Equal(
                StoredRecord.Of(left).Supersedes(other.Fields.Seq, other.Hash),
                ReferenceEquals(left, Revocation.Merge(left, right)));
        }));
    }

    [Fact]
    public void The_table_asks_before_first_use_and_each_hour_and_keeps_what_it_learnt()
    {
        using var account = TestAccounts.Account();
        var table = new RevocationTable(TestAccounts.Ring, new());
        var later = Now + TimeSpan.FromSeconds(1);

        Assert.True(table.NeedsFetch(account.Did, Now));
        table.Fetched(account.Did, Now);
        Assert.False(table.NeedsFetch(account.Did, Now + TimeSpan.FromMinutes(59)));
        Assert.True(table.NeedsFetch(account.Did, Now + TimeSpan.FromHours(1)));

        Assert.False(table.IsRevoked(TestAccounts.Signer().Delegation));
        Assert.True(table.Learn(Draft(account, null, later).Sign(account), Now));
        Assert.False(table.Learn(Draft(account, null, Now).Sign(account), Now));
        Assert.False(table.Learn(Draft(account, RingId.OfPublic("other"), later).Sign(account), Now));
        Assert.True(table.IsRevoked(TestAccounts.Signer().Delegation));
        Assert.False(table.NeedsFetch(account.Did, Now));
    }

    private static bool IsAccepted(byte[] bytes)
    {
        try
        {
            return Revocation.Read(bytes).IsSignedByAccount();
        }
        catch (ProtocolException)
        {
            return false;
        }
    }
}
