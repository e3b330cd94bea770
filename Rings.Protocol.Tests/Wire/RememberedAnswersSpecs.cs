using Rings.Protocol.Identity;
using Rings.Protocol.Tests.Identity;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class RememberedAnswersSpecs
{
    private readonly RememberedAnswers _answers = new(capacity: 2);

    [Fact]
    public void The_same_link_is_answered_by_the_same_bytes()
    {
        _answers.Add(Offer(1), new byte[] { 1, 2, 3 }, Any.Now);
        _answers.Add(Offer(1), new byte[] { 9 }, Any.Now);

        Assert.True(_answers.TryGet(Offer(1), Any.Now, out var answer));
        Assert.Equal([1, 2, 3], answer.ToArray());
        Assert.False(_answers.TryGet(Offer(2), Any.Now, out _));
    }

    [Fact]
    public void An_answer_is_kept_for_a_minute_after_its_offer_has_expired()
    {
        _answers.Add(Offer(1), new byte[10], Any.Now);
        var last = Any.Now + TimeSpan.FromSeconds(180);

        Assert.True(_answers.TryGet(Offer(1), last, out _));
        Assert.False(_answers.TryGet(Offer(1), last + TimeSpan.FromMilliseconds(1), out _));
        Assert.Equal((0, 0), (_answers.Count, _answers.Bytes));
    }

    [Fact]
    public void When_full_it_says_so_and_evicts_nothing()
    {
        _answers.Add(Offer(1), new byte[10], Any.Now);
        _answers.Add(Offer(2), new byte[10], Any.Now);

        Assert.False(_answers.HasRoom(Any.Now));
        _answers.Add(Offer(3), new byte[10], Any.Now);
        Assert.Equal((2, 20), (_answers.Count, _answers.Bytes));
        Assert.True(_answers.TryGet(Offer(1), Any.Now, out _));
    }

    [Fact]
    public void Bytes_are_bounded_too() =>
        Assert.False(new RememberedAnswers(10, maxBytes: SignedObject.MaxBytes - 1).HasRoom(Any.Now));

    private static LinkOffer Offer(int link) => new()
    {
        VersionMin = 1,
        VersionMax = 1,
        Ring = RingId.OfPublic("test"),
        From = Any.Node(1),
        To = Any.Node(2),
        LinkId = LinkId.Read(TestAccounts.Seed(link, 16)),
        Sdp = "v=0",
        IssuedMs = (ulong)Any.Now.UnixMilliseconds,
        ExpiresMs = (ulong)Any.Now.UnixMilliseconds + 120_000,
    };
}
