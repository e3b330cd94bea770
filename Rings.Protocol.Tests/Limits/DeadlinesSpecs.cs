using Rings.Protocol.Limits;
using Rings.Protocol.Tests.Wire;

namespace Rings.Protocol.Tests.Limits;

public sealed class DeadlinesSpecs
{
    private readonly Deadlines<string> _deadlines = new();

    [Fact]
    public void The_earliest_comes_first_and_of_equal_ones_the_one_that_was_set_first()
    {
        Set("late", 3);
        Set("first", 1);
        Set("second", 1);

        Assert.Equal(["first", "second", "late"], _deadlines.InOrder.Select(entry => entry.Key));
        Assert.Equal(["first", "second"], Due(2));
        Assert.Equal(Any.Now + TimeSpan.FromSeconds(3), _deadlines.Next);
    }

    [Fact]
    public void A_moment_that_is_replaced_or_removed_does_not_count()
    {
        Set("replaced", 1);
        Set("replaced", 5);
        Set("removed", 2);
        _deadlines.Remove("removed");

        Assert.Empty(Due(4));
        Assert.Equal(["replaced"], Due(5));
        Assert.Null(_deadlines.Next);
    }

    [Fact]
    public void Many_that_were_set_again_keep_their_last_moment()
    {
        for (var round = 1; round <= 1000; round++)
        {
            Set("one", round);
            Set("other", 2000 - round);
        }

        Assert.Equal(2, _deadlines.Count);
        Assert.Equal(["one", "other"], Due(1000));
    }

    private void Set(string key, int seconds) => _deadlines.Set(key, Any.Now + TimeSpan.FromSeconds(seconds));

    private List<string> Due(int seconds)
    {
        var due = new List<string>();
        while (_deadlines.TryTake(Any.Now + TimeSpan.FromSeconds(seconds), out var key)) due.Add(key);
        return due;
    }
}
