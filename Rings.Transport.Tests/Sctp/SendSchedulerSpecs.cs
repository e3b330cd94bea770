using Rings.Transport.Sctp;

namespace Rings.Transport.Tests.Sctp;

public sealed class SendSchedulerSpecs
{
    private readonly SendScheduler _scheduler = new();

    [Fact]
    public void Equals_take_turns_by_message_and_late_comers_queue_behind()
    {
        var streams = new[] { Stream(1, 0, 2), Stream(2, 0, 3), Stream(3, 0, 1) };
        foreach (var stream in streams)
            _scheduler.Add(stream);

        Assert.Equal([1, 2, 3, 1, 2, 2], Drain());
    }

    [Fact]
    public void Smaller_send_orders_are_served_first_even_when_they_come_later()
    {
        _scheduler.Add(Stream(1, 10, 3));
        Finish();
        _scheduler.Add(Stream(2, -5, 2));
        _scheduler.Add(Stream(3, 0, 1));

        Assert.Equal([2, 2, 3, 1, 1], Drain());
    }

    [Fact]
    public void Rfc9260_6_9_A_message_begun_is_finished_before_any_other_is_begun()
    {
        var low = Stream(1, 10, 2);
        _scheduler.Add(low);
        _scheduler.Begun(low);
        _scheduler.Add(Stream(2, 0, 1));

        Assert.Equal(1, _scheduler.Current!.Id);
        Assert.Equal([1, 2, 1], Drain());
    }

    [Fact]
    public void Nothing_waits_when_all_have_finished()
    {
        _scheduler.Add(Stream(1, 0, 1));
        Drain();
        Assert.Null(_scheduler.Current);

        _scheduler.Add(Stream(2, 0, 1));
        _scheduler.Clear();
        Assert.Null(_scheduler.Current);
    }

    private static OutgoingStream Stream(ushort id, int order, int messages)
    {
        var stream = new OutgoingStream(id, BlockPool.Shared) { SendOrder = order };
        for (var i = 0; i < messages; i++)
            stream.Messages.Enqueue(default);

        return stream;
    }

    private int Finish()
    {
        var stream = _scheduler.Current!;
        stream.Messages.Dequeue();
        _scheduler.Finished(stream);
        return stream.Id;
    }

    private List<int> Drain()
    {
        var served = new List<int>();
        while (_scheduler.Current is not null)
            served.Add(Finish());

        return served;
    }
}
