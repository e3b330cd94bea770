using CsCheck;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Wire;

public sealed class ReplayWindowSpecs
{
    private static readonly Gen<ulong> AnyNear = Gen.Select(
        Gen.OneOf(1UL, 64UL, 5000UL, (ulong)long.MaxValue, ulong.MaxValue - 3000), Gen.ULong[0, 2500],
        (start, step) => start + step);

    [Fact]
    public void It_equals_a_set_with_a_lower_end() => AnyNear.Array[1, 300].Sample(numbers =>
    {
        var window = new ReplayWindow();
        var seen = new HashSet<ulong>();
        foreach (var number in numbers)
        {
            var highest = seen.Count == 0 ? 0 : seen.Max();
            var isWithin = number > highest || highest - number < ReplayWindow.Width;
            var isNew = number != 0 && !seen.Contains(number) && isWithin;

            Assert.Equal(isNew, window.IsNew(number));
            Assert.Equal(isNew, window.TryAccept(number));
            if (isNew) seen.Add(number);
        }

        Assert.Equal(seen.Count == 0 ? 0 : seen.Max(), window.Highest);
    }, iter: 500);

    [Fact]
    public void What_lies_within_the_window_is_taken_once_in_any_order()
    {
        var window = new ReplayWindow();
        window.TryAccept(2000);

        Assert.True(window.TryAccept(2000 - 1023));
        Assert.False(window.TryAccept(2000 - 1023));
        Assert.False(window.TryAccept(2000 - 1024));
    }

    [Fact]
    public void After_a_restart_everything_up_to_the_mark_counts_as_seen()
    {
        var window = new ReplayWindow(highest: 500);

        Assert.False(window.IsNew(500));
        Assert.False(window.IsNew(1));
        Assert.True(window.TryAccept(501));
        Assert.False(window.TryAccept(499));
    }
}
