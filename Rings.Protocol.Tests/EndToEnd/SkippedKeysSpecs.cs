using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class SkippedKeysSpecs
{
    private static readonly Instant Now = Party.Now;
    private static readonly Key32 Chain = Key32.Read(Enumerable.Repeat((byte)7, Key32.Bytes).ToArray());

    [Fact]
    public void A_key_is_kept_for_an_hour_and_no_longer()
    {
        using var keys = new SkippedKeys();
        keys.Add(Chain, 1, [1], Now);

        Assert.True(keys.TryGet(Chain, 1, Now + TimeSpan.FromHours(1), out var key));
        Assert.Equal([1], key.ToArray());
        Assert.False(keys.TryGet(Chain, 1, Now + TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(1), out _));
        Assert.Equal(0, keys.Count); // Looked for once too late, it is erased.
    }

    [Fact]
    public void The_oldest_gives_way_to_the_thousand_and_first()
    {
        using var keys = new SkippedKeys();
        for (uint number = 0; number <= SessionRules.MaxSkipped; number++) keys.Add(Chain, number, [1], Now);

        Assert.Equal(SessionRules.MaxSkipped, keys.Count);
        Assert.False(keys.TryGet(Chain, 0, Now, out _));
        Assert.True(keys.TryGet(Chain, 1, Now, out _));
    }

    [Fact]
    public void Those_whose_hour_is_over_go_when_another_comes()
    {
        using var keys = new SkippedKeys();
        keys.Add(Chain, 1, [1], Now);
        keys.Add(Chain, 2, [1], Now + TimeSpan.FromMinutes(30));

        keys.Add(Chain, 3, [1], Now + TimeSpan.FromMinutes(61));

        Assert.Equal(2, keys.Count);
    }

    [Fact]
    public void The_first_key_of_a_number_stays()
    {
        using var keys = new SkippedKeys();
        keys.Add(Chain, 1, [1], Now);

        keys.Add(Chain, 1, [2], Now);

        Assert.True(keys.TryGet(Chain, 1, Now, out var key));
        Assert.Equal([1], key.ToArray());
        keys.Remove(Chain, 1);
        keys.Remove(Chain, 1);
        Assert.Equal(0, keys.Count);
    }
}
