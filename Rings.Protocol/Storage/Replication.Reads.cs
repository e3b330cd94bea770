using System.Collections.Immutable;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Storage;

/// <content>Reads: as the node that wants them, and as the owner that sees to them.</content>
internal sealed partial class Replication
{
    /// <summary>The most bytes of records in one message.</summary>
    private const int MaxPageBytes = 48 * 1024;

    /// <summary>Gets what is in force under a key.</summary>
    /// <param name="operation">To be returned with the outcome.</param>
    /// <param name="key">The key.</param>
    /// <param name="consistency">How sure the answer has to be.</param>
    /// <param name="now">The time.</param>
    public void Get(long operation, Did key, Consistency consistency, Instant now)
    {
        if (_operations >= _settings.Operations)
        {
            _effects.GetEnded(operation, new GetOutcome.Unknown());
            return;
        }

        _operations++;
        var get = new GetUnderWay(key, consistency, outcome =>
        {
            _operations--;
            _effects.GetEnded(operation, outcome);
        });
        TryGet(get, _settings.Tries, now);
        Settle(now);
    }

    private void TryGet(GetUnderWay get, int tries, Instant now)
    {
        void Next(StorageMessage.Answer? answer, Did from, Instant at)
        {
            if (answer is StorageMessage.Found found) TakePage(get, found, at);
            else if (tries > 1) Later(_settings.RetryInterval, then => TryGet(get, tries - 1, then), at);
            else get.End(new GetOutcome.Unknown());
        }

        if (_owned?.Contains(get.Key) == true)
            CoordinateRead(get.Key, get.Consistency, get.Count, answer => Next(answer, Self, now), now);
        else
            Ask(RouteMode.Owner, get.Key, new StorageMessage.Read(get.Key, get.Consistency, get.Count),
                _settings.TryPatience, Next, now);
    }

    /// <summary>Believes no owner: what is not valid at the key is left out.</summary>
    private void TakePage(GetUnderWay get, StorageMessage.Found page, Instant now)
    {
        var valid = page.Page.Where(record =>
            _rules.Check(record, get.Key, Self, now) == RecordVerdict.Valid).ToImmutableArray();
        if (get.Take(page with { Page = valid }, page.Page.Length, _settings.Records.PerKey))
            TryGet(get, _settings.Tries, now);
    }

    private void CoordinateRead(
        Did key, Consistency consistency, int skip, Action<StorageMessage.Answer> reply, Instant now)
    {
        var holders = _map.HoldersOf(key);
        if (!holders.Contains(Self))
        {
            reply(new StorageMessage.Refused(StorageRefusal.NotHere));
            return;
        }

        var others = holders.Where(holder => holder != Self).ToList();
        var isInStep = StandingIn(new(key - Distance.PowerOfTwo(0), key)) == Standing.InStep;
        // What there is no room for here is read nevertheless, as long as others hold it.
        var borrowed = new List<StoredRecord>();
        var read = new ReadUnderWay(
            Self, isInStep, others.Count, consistency, _settings.Copies - _settings.WriteCopies + 1,
            (isFinal, agreed, behind, at) => reply(Page(key, borrowed, skip, isFinal, agreed, behind, at)));
        read.Begin(now);
        if (read.IsAnswered) return;
        foreach (var other in others)
        {
            var comparing = new Comparison(
                other, new KeyRange(key - Distance.PowerOfTwo(0), key), ComparisonMode.Both, (comparison, at) =>
                    read.Close(other, comparison.Succeeded, comparison.PeerStanding == Standing.InStep,
                        comparison.Pushed > 0, at))
            {
                Borrowed = borrowed,
            };
            Begin(comparing, now);
        }
    }

    private StorageMessage.Found Page(
        Did key, List<StoredRecord> borrowed, int skip, bool isFinal, ImmutableArray<Did> agreed, ImmutableArray<Did> behind,
        Instant now)
    {
        var set = _store.Find(key) ?? new(key, _settings.Records);
        foreach (var record in borrowed.Where(record => record.BelongsAt(key))) set.Merge(record, []);
        var visible = set.Visible(now);
        var page = ImmutableArray.CreateBuilder<StoredRecord>();
        var bytes = 0;
        foreach (var record in visible.Skip(skip))
        {
            bytes += record.Bytes.Length;
            if (bytes > MaxPageBytes && page.Count > 0) break;
            page.Add(record);
        }

        return new(page.ToImmutable(), skip + page.Count < visible.Count, isFinal, agreed, behind);
    }
}
