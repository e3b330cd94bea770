using Rings.Sovereign.Chains.Following;
using Rings.Sovereign.Swaps;

namespace Rings.Sovereign.Chains.Tests.Following;

/// <summary>What a chain keeps of locks, and for how many.</summary>
public sealed class FollowedLocksSpecs
{
    private static readonly LockTerms[] Locks = [.. Enumerable.Range(0, 4).Select(number => SwapTerms.Utxo(1_800_000_000 + number))];

    [Fact]
    public void The_one_that_was_not_asked_for_longest_gives_way()
    {
        var followed = new FollowedLocks<string>(3);
        for (var number = 0; number < 3; number++) Assert.Equal($"{number}", followed.Add(Locks[number], $"{number}"));
        Assert.Equal("0", followed.Find(Locks[0]));

        followed.Add(Locks[3], "3");

        Assert.Equal(["0", null, "2", "3"], Locks.Select(followed.Find));
    }
}
