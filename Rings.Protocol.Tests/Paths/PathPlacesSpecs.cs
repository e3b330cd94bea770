using Rings.Protocol.Paths;
using Rings.Protocol.Wire;

namespace Rings.Protocol.Tests.Paths;

/// <summary>Who may have how many paths, and how much memory.</summary>
public sealed class PathPlacesSpecs
{
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_000_000);
    private static readonly PathLimits Limits = new();

    private readonly PathPlaces _places = new(Limits);
    private int _last;

    [Fact]
    public void A_link_has_a_quarter_half_of_it_by_one_other_and_64_that_nobody_accepted()
    {
        Assert.Equal(Limits.Asked, TakeAll(1, to: 9, accept: false, PathKind.Passes).Count);
        Assert.Equal(Limits.PerPair, TakeAll(2, to: 9, accept: true, PathKind.Passes).Count);
        Assert.Equal(Limits.PerPair, TakeAll(2, to: 8, accept: true, PathKind.Passes).Count);
        Assert.Empty(TakeAll(2, to: 7, accept: true, PathKind.Passes));
    }

    [Fact]
    public void Where_all_is_taken_who_has_less_than_his_part_gets_one_of_who_has_most()
    {
        foreach (var from in new[] { 1, 2, 3, 4 })
            foreach (var to in new[] { 8, 9 })
                TakeAll(from, to, accept: true);
        Assert.Equal(Limits.Places, _places.Count);

        var reason = Take(5, 9, out _, out var evicted);

        Assert.Equal((PathCloseReason.Done, Limits.Places), (reason, _places.Count));
        Assert.NotNull(evicted);
        Assert.Equal(PathCloseReason.Full, Take(1, 9, out _, out _));
    }

    [Fact]
    public void A_path_that_is_only_asked_for_gives_way_first_and_then_the_one_idle_for_longest()
    {
        var leases = new[] { 1, 2, 3, 4 }.SelectMany(from => TakeAll(from, 8, true).Concat(TakeAll(from, 9, true))).ToList();
        // The first place is given back, and asked for anew and used last: it gives way all the same.
        leases[0].Release();
        Take(1, 8, out var asked, out _);
        foreach (var lease in leases.Skip(1)) lease.Use(Now + TimeSpan.FromSeconds(1));
        asked!.Use(Now + TimeSpan.FromSeconds(2));
        // Then the second link has most.
        var idle = leases[(2 * Limits.PerPair) + 3];
        idle.Use(Now);

        Take(5, 9, out _, out var first);
        Take(5, 9, out _, out var second);

        Assert.Same(asked, first);
        Assert.Same(idle, second);
    }

    [Fact]
    public void Where_a_link_on_is_full_who_has_less_than_his_part_gets_one_of_who_has_most_there()
    {
        Assert.Equal(Limits.PerPair, TakeAll(1, 9, accept: true, PathKind.Passes).Count);
        var half = (Limits.PerLink - (Limits.PerLink / 8)) / 2;
        Assert.Equal(half, TakeAll(2, 9, accept: true, PathKind.Passes).Count);

        var reason = Take(3, 9, out _, out var evicted, PathKind.Passes);

        Assert.Equal((PathCloseReason.Done, 2 * half), (reason, _places.Count));
        Assert.NotNull(evicted);
        Assert.Equal(PathCloseReason.Full, Take(1, 9, out _, out _, PathKind.Passes));
        Assert.Equal(PathCloseReason.Done, Take(1, 8, out _, out _, PathKind.Passes));
    }

    [Fact]
    public void A_path_is_at_a_node_once()
    {
        var id = TransactionId.Read(new byte[TransactionId.Bytes]);
        _places.TryTake(id, Link(1), Link(2), PathKind.Passes, null, Now, out var lease, out _);

        Assert.Equal(PathCloseReason.NoRoute, _places.TryTake(id, Link(3), Link(4), PathKind.Passes, null, Now, out var other, out _));
        other.Release();
        Assert.True(lease.IsHeld);
        lease.Release();
        lease.Release();
        Assert.Equal(0, _places.Count);
    }

    [Fact]
    public void A_link_grows_by_a_quarter_and_all_by_no_more_than_there_is()
    {
        for (var from = 1; from <= 5; from++)
        {
            Take(from, 9, out var lease, out _);
            Assert.Equal(from <= 4, lease!.TryGrow(Limits.GrowthPerLink));
            Assert.False(lease.TryGrow(1));
        }

        Assert.Equal((5 * 2L * PathFrame.LeastWindow) + Limits.Growth, _places.Promised);
    }

    private List<PathLease> TakeAll(int from, int to, bool accept, PathKind kind = PathKind.Ends)
    {
        var leases = new List<PathLease>();
        while (leases.Count < Limits.Places && Take(from, to, out var lease, out _, kind) == PathCloseReason.Done)
        {
            if (accept) lease!.Accepted();
            leases.Add(lease!);
        }

        return leases;
    }

    private PathCloseReason Take(
        int from, int to, out PathLease? lease, out PathLease? evicted, PathKind kind = PathKind.Ends)
    {
        Span<byte> id = stackalloc byte[TransactionId.Bytes];
        BitConverter.TryWriteBytes(id, ++_last);
        return _places.TryTake(
            TransactionId.Read(id), Link(from), Link(to), kind, null, Now, out lease, out evicted);
    }

    private static Did Link(int number) => Did.Read(Enumerable.Repeat((byte)number, Did.Bytes).ToArray());
}
