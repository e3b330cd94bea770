using Rings.Simulation.Experiments;
using Rings.Simulation.World;

namespace Rings.Simulation.Storage;

/// <summary>A ring with storage, its users and its observer, while a trial runs.</summary>
internal sealed class StorageRun : IDisposable
{
    private static readonly TimeSpan FirstCatchUp = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastReading = TimeSpan.FromMinutes(5);

    private readonly StorageTrial _trial;
    private readonly int _firstNodes;
    private TimeSpan _measured;

    /// <summary>Makes an ideal ring whose nodes have found out that nothing is stored yet.</summary>
    public StorageRun(StorageTrial trial)
    {
        (_trial, _firstNodes) = (trial, trial.Nodes);
        World = new(new() { Seed = trial.Seed, Storage = new(new(), Authors.Rules()) });
        IdealStart.Build(World, [.. Enumerable.Range(0, trial.Nodes).Select(_ => World.AddNode())]);
        Ledger = new(World);
        Load = new(World, Ledger);
        Ledger.WatchNewNodes();
        World.RunFor(FirstCatchUp);
        Every(PollInterval, Ledger.Poll);
    }

    public RingWorld World { get; }

    public CopyLedger Ledger { get; }

    public StorageLoad Load { get; }

    /// <summary>Joins, departures and crashes until now.</summary>
    public int Changes { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => World.Dispose();

    /// <summary>Does something a number of times, at random moments.</summary>
    public void Scatter(double times, TimeSpan span, Action action)
    {
        for (var i = 0; i < (int)Math.Round(times); i++)
            World.At(World.Elapsed + (span * World.Choices.NextDouble()), action);
    }

    public void Join()
    {
        Changes++;
        Worlds.Join(World);
        Ledger.WatchNewNodes();
    }

    public void Leave()
    {
        Changes++;
        World.LeaveInOrder(World.AnyMember());
    }

    public void Crash() => Crash([World.AnyMember()]);

    public void Crash(IReadOnlyList<RingNode> nodes)
    {
        Changes += nodes.Count;
        Ledger.Crash(nodes);
    }

    /// <summary>Lets time pass that the traffic is reckoned over.</summary>
    public void Run(TimeSpan span)
    {
        _measured += span;
        World.RunFor(span);
    }

    /// <summary>Waits for all copies, then reads every record once more.</summary>
    public StorageRow Finish()
    {
        var toAll = UntilAllCopies();
        Run(Calm);
        var traffic = (World.Traffic.Operations.Bytes, World.Traffic.Copies.Bytes + World.Traffic.Fetching.Bytes,
            World.Traffic.Comparing.Bytes);
        var found = 0;
        var readable = Ledger.Keys.Where(key => !Ledger.Lost.ContainsKey(key)).ToArray();
        for (var i = 0; i < readable.Length; i++)
        {
            var key = readable[i];
            World.At(World.Elapsed + (LastReading * ((double)i / readable.Length)), () => Load.ReadLast(key, () => found++));
        }

        World.RunFor(LastReading + TimeSpan.FromMinutes(3));
        return Row(toAll, traffic) with { Missing = readable.Length - found };
    }

    /// <summary>Seconds until every record that is not lost has all its copies; null if that does not come.</summary>
    public double? UntilAllCopies()
    {
        var began = World.Now;
        while (World.Now - began < SettlePatience)
        {
            if (HasAllCopies()) return (World.Now - began).TotalSeconds;
            Run(TimeSpan.FromSeconds(0.5));
        }

        return null;
    }

    private bool HasAllCopies()
    {
        var wanted = Math.Min(World.Storage!.Settings.Copies, World.MemberCount);
        return Ledger.Keys.All(key => Ledger.Lost.ContainsKey(key) || Ledger.HoldersWith(key) == wanted);
    }

    private StorageRow Row(double? toAll, (long Operations, long Copies, long Compare) traffic)
    {
        var nodeSeconds = _firstNodes * Math.Max(1, _measured.TotalSeconds);
        return new()
        {
            Trial = _trial.Name,
            Nodes = _trial.Nodes,
            Changes = Changes,
            Acknowledged = Load.Acknowledged,
            Unacknowledged = Load.Unacknowledged,
            Lost = Ledger.Lost.Count,
            Unexplained = Ledger.Lost.Values.Count(copies => copies < World.Storage!.Settings.WriteCopies),
            Missing = 0,
            Readings = Load.Readings,
            Repairs = [.. Ledger.Repairs.Order()],
            MeanHops = World.Traffic.Hops.Mean,
            PutP99 = Percentile.Of(Load.Puts, 0.99),
            GetP99 = Percentile.Of(Load.Gets, 0.99),
            OperationBytes = traffic.Operations / nodeSeconds,
            CopyBytes = traffic.Copies / nodeSeconds,
            CompareBytes = traffic.Compare / nodeSeconds,
            MovedPerChange = Changes == 0 ? 0
                : (Ledger.Placements - (World.Storage!.Settings.Copies * Ledger.Keys.Count)) / (double)Changes,
            SecondsToAllCopies = toAll,
        };
    }

    private void Every(TimeSpan span, Action action) => World.At(World.Elapsed + span, () =>
    {
        action();
        Every(span, action);
    });
}
