using System.Collections.Immutable;
using Rings.Protocol;
using Rings.Protocol.Storage;
using Rings.Simulation.Engine;
using Rings.Simulation.Nemesis;
using Rings.Simulation.Storage;

namespace Rings.Simulation.Tests.Nemesis;

/// <summary>Histories made by hand: what breaks a promise is named, and nothing else.</summary>
public sealed class HistoryCheckerSpecs
{
    private const string Set = "set";

    private static readonly Did Key = StorageKey.OfSet(Set);
    private static readonly RecordTag Tag = new([1]);

    private readonly Authors _authors = new(1);
    private readonly History _history = new();

    [Fact]
    public void What_everybody_sees_in_order_breaks_nothing()
    {
        var first = Element(1);
        var second = Element(3);
        Write(first, 1, 2);
        Read(2.5, 2.8, first);
        Write(second, 3, 4);
        Read(5, 6, second);

        Assert.Empty(Check());
    }

    [Fact]
    public void A_value_that_nobody_wrote_is_an_invention()
    {
        Read(5, 6, Element(1));

        Assert.Equal([Guarantee.NoInvention], Check());
    }

    [Fact]
    public void A_value_that_was_written_only_later_is_an_invention()
    {
        var record = Element(1);
        Read(1, 2, record);
        Write(record, 3, 4);

        Assert.Equal([Guarantee.NoInvention], Check());
    }

    [Fact]
    public void A_final_answer_without_what_was_acknowledged_is_stale()
    {
        Write(Element(1), 1, 2);
        Read(3, 4);

        Assert.Equal([Guarantee.NoStaleRead], Check());
    }

    [Fact]
    public void A_final_answer_with_an_older_value_is_stale()
    {
        var old = Element(1);
        Write(old, 1, 2);
        Write(Element(3), 3, 4);
        Read(5, 6, old);

        Assert.Equal([Guarantee.NoStaleRead], Check());
    }

    [Fact]
    public void Nothing_is_promised_to_an_answer_that_is_not_final_nor_while_the_ring_is_divided()
    {
        Write(Element(1), 1, 2);
        Read(3, 4, isFinal: false);
        _history.BeginDivision(At(5));
        Read(6, 7);
        _history.EndDivision(At(8));
        Read(9, 10, isApart: true);

        Assert.Empty(Check());
    }

    [Fact]
    public void What_overlaps_a_write_may_see_it_or_not()
    {
        Write(Element(1), 1, 5);
        Read(2, 6);

        Assert.Empty(Check());
    }

    [Fact]
    public void A_last_reading_has_to_find_everything_and_to_be_final()
    {
        Write(Element(1), 1, 2);
        Read(3, 4, isLast: true);
        Read(5, 6, isFinal: false, isLast: true);

        Assert.Equal([Guarantee.NoLostWrite, Guarantee.NoLostWrite], Check());
    }

    [Fact]
    public void What_was_removed_stays_away_unless_it_is_added_again()
    {
        var old = Element(1);
        var added = Element(7);
        Write(old, 1, 2);
        Write(_authors.Removal(0, Set, Tag, At(3)), 3, 4);
        Read(5, 6);
        Write(added, 7, 8);
        Read(9, 10, added);
        Read(11, 12, old);

        Assert.Equal([Guarantee.NoResurrection, Guarantee.NoStaleRead], Check().Order());
    }

    [Fact]
    public void A_removal_that_was_not_acknowledged_may_have_happened()
    {
        Write(Element(1), 1, 2);
        Write(_authors.Removal(0, Set, Tag, At(3)), 3, null);
        Read(5, 6);

        Assert.Empty(Check());
    }

    private static Instant At(double seconds) => VirtualTime.Start + TimeSpan.FromSeconds(seconds);

    private IEnumerable<Guarantee> Check() => new HistoryChecker(_history).Check().Select(anomaly => anomaly.Broken);

    private StoredRecord Element(double seconds) =>
        _authors.Element(0, Set, Tag, At(seconds), BitConverter.GetBytes(seconds));

    private void Write(StoredRecord record, double from, double? to)
    {
        var operation = _history.Begin(Key, default, At(from), record);
        if (to is { } end) operation.End(new PutOutcome.Stored([]), At(end));
    }

    private void Read(double from, double to, StoredRecord? seen = null, bool isFinal = true, bool isLast = false,
        bool isApart = false)
    {
        ImmutableArray<StoredRecord> records = seen is null ? [] : [seen];
        _history.Begin(Key, default, At(from), isLast: isLast, isApart: isApart)
            .End(new GetOutcome.Found(records, isFinal, [], []), At(to));
    }
}
