using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>Which look-ups of fingers are left out because an answer to another says it (protocol.md, 4).</summary>
public sealed class FingerTableSpecs
{
    private static readonly Did Self = Did.Zero;

    private readonly FingerTable _fingers = new(Self);

    [Fact]
    public void An_owner_answers_for_all_exponents_up_to_its_distance()
    {
        Assert.Equal(21, _fingers.Learn(10, Owner(20)));

        Assert.Equal([new FingerTable.Finger(10, 20, Owner(20))], _fingers.Entries);
        Assert.Equal((9, 21, 21, 21, 22), (Gap(9), Gap(10), Gap(20), Gap(21), Gap(22)));
    }

    [Fact]
    public void What_is_learned_later_takes_the_place_of_what_it_says_otherwise()
    {
        _fingers.Learn(10, Owner(20));
        _fingers.Learn(30, Owner(40));
        _fingers.Learn(15, Owner(35));

        Assert.Equal(
            [new FingerTable.Finger(10, 14, Owner(20)), new FingerTable.Finger(15, 35, Owner(35))], _fingers.Entries);
        Assert.Equal(36, Gap(10));
        Assert.Equal(9, Gap(9));
    }

    [Fact]
    public void An_answer_from_behind_ends_the_table()
    {
        _fingers.Learn(10, Owner(20));

        Assert.Equal(Did.Bits, _fingers.Learn(100, Owner(50)));

        Assert.Equal((99, Did.Bits, Did.Bits), (Gap(99), Gap(100), Gap(101)));
        Assert.Single(_fingers.Entries);
        _fingers.Trim(0);
        Assert.Equal(100, Gap(100));
    }

    [Fact]
    public void A_finger_is_dropped_with_its_owner_and_trimmed_below_the_first()
    {
        _fingers.Learn(30, Owner(40));
        _fingers.Learn(10, Owner(20));
        Assert.Equal([10, 30], _fingers.Entries.Select(finger => finger.Low));

        _fingers.Trim(20);
        Assert.Equal([10, 30], _fingers.Entries.Select(finger => finger.Low));
        _fingers.Trim(21);
        Assert.Equal([30], _fingers.Entries.Select(finger => finger.Low));
        Assert.False(_fingers.Drop(Owner(20)));
        Assert.True(_fingers.Drop(Owner(40)));
        Assert.Empty(_fingers.Entries);
    }

    private static Did Owner(int exponent) => Self.Finger(exponent);

    private int Gap(int exponent) => _fingers.NextGap(exponent);
}
