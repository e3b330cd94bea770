using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class ReplayMemorySpecs
{
    private static readonly Instant Now = Party.Now;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void What_was_seen_is_a_repetition_until_its_time_is_over()
    {
        var memory = new ReplayMemory(2);

        Assert.Equal(SessionFailure.None, memory.Add(Hash(1), Now + Minute, Now));

        Assert.Equal(SessionFailure.Repeated, memory.Add(Hash(1), Now + Minute, Now + Minute - TimeSpan.FromMilliseconds(1)));
        Assert.False(memory.Contains(Hash(1), Now + Minute));
        Assert.False(memory.Contains(Hash(2), Now));
        Assert.Equal(SessionFailure.None, memory.Add(Hash(1), Now + (Minute * 2), Now + Minute));
    }

    [Fact]
    public void A_full_memory_forgets_what_is_over_and_nothing_else()
    {
        var memory = new ReplayMemory(2);
        memory.Add(Hash(1), Now + Minute, Now);
        memory.Add(Hash(2), Now + (Minute * 2), Now);

        Assert.Equal(SessionFailure.Busy, memory.Add(Hash(3), Now + Minute, Now));
        Assert.Equal(2, memory.Count);
        Assert.Equal(SessionFailure.None, memory.Add(Hash(3), Now + (Minute * 3), Now + Minute));
        Assert.True(memory.Contains(Hash(2), Now + Minute));
        Assert.Equal(2, memory.Count);
    }

    [Fact]
    public void It_comes_back_from_what_it_told_and_holds_no_more_than_it_may()
    {
        var memory = new ReplayMemory(3);
        for (byte number = 1; number <= 3; number++) memory.Add(Hash(number), Now + Minute, Now);
        var restored = new ReplayMemory(2);

        foreach (var (hash, until) in memory.Entries) restored.Restore(hash, until);

        Assert.Equal(2, restored.Count);
        Assert.Equal(2, Enumerable.Range(1, 3).Count(number => restored.Contains(Hash((byte)number), Now)));
        Assert.All(restored.Entries, entry => Assert.Equal(Now + Minute, entry.Until));
        Assert.Throws<ProtocolException>(() => restored.Restore(new byte[31], Now));
    }

    private static byte[] Hash(byte number) => [.. Enumerable.Repeat(number, 32)];
}
