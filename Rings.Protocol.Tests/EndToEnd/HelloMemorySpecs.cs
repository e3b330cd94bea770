using Rings.Protocol.EndToEnd;

namespace Rings.Protocol.Tests.EndToEnd;

public sealed class HelloMemorySpecs
{
    private static readonly Instant Now = Party.Now;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_hello_is_a_repetition_until_its_time_is_over_whoever_brings_it()
    {
        var memory = new HelloMemory(256);

        Assert.Equal(SessionFailure.None, Add(memory, 1, origin: 1, link: 1, Now));
        Assert.Equal(SessionFailure.Repeated, Add(memory, 1, origin: 1, link: 2, Now + Minute - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(SessionFailure.None, Add(memory, 1, origin: 1, link: 2, Now + Minute));
        Assert.Equal(1, memory.Count);
    }

    [Fact]
    public void An_origin_that_has_its_part_is_refused_until_its_oldest_is_over_and_others_are_not()
    {
        var memory = new HelloMemory(4096);
        for (var number = 0; number < HelloMemory.OfOrigin; number++)
            Assert.Equal(SessionFailure.None, Add(memory, number, origin: 1, link: number, Now));

        Assert.Equal(SessionFailure.Busy, Add(memory, 1000, origin: 1, link: 1000, Now));
        Assert.Equal(SessionFailure.None, Add(memory, 1001, origin: 2, link: 1, Now));
        Assert.Equal(SessionFailure.None, Add(memory, 1000, origin: 1, link: 1, Now + Minute));
        Assert.Equal(1, memory.Count);
    }

    [Fact]
    public void A_link_that_has_its_share_is_refused_and_forgets_nothing()
    {
        var memory = new HelloMemory(256);
        var taken = Enumerable.Range(0, 256).Count(number => Add(memory, number, number, link: 1, Now) == SessionFailure.None);

        Assert.InRange(taken, 64, 128);
        Assert.Equal(SessionFailure.Repeated, Add(memory, 0, origin: 0, link: 1, Now));
        Assert.Equal(SessionFailure.None, Add(memory, 1000, origin: 1000, link: 2, Now));
    }

    [Fact]
    public void What_was_answered_before_a_restart_is_known_and_takes_room_until_its_time_is_over()
    {
        var memory = new HelloMemory(2);
        for (var number = 1; number <= 3; number++) memory.Restore(Hash(number), Now + Minute);

        Assert.Equal(2, memory.Count);
        Assert.Equal(SessionFailure.Repeated, Add(memory, 1, origin: 1, link: 1, Now));
        Assert.Equal(SessionFailure.Busy, Add(memory, 4, origin: 1, link: 1, Now));
        Assert.Equal(SessionFailure.None, Add(memory, 4, origin: 1, link: 1, Now + Minute));
        Assert.Throws<ProtocolException>(() => memory.Restore(new byte[31], Now));
    }

    private static SessionFailure Add(HelloMemory memory, int number, int origin, int link, Instant now) =>
        memory.Add(Hash(number), Number(origin), Number(link), now + Minute, now);

    private static byte[] Hash(int number)
    {
        var bytes = new byte[32];
        BitConverter.TryWriteBytes(bytes, number);
        return bytes;
    }

    private static Did Number(int number) => Did.Read(Hash(number).AsSpan(0, Did.Bytes));
}
