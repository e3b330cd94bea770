namespace Rings.Simulation.Storage;

/// <summary>The trials of docs/simulation.md: a ring that changes all the time must keep what it acknowledged.</summary>
internal static class StorageTrials
{
    private static readonly TimeSpan BetweenStrikes = TimeSpan.FromSeconds(30);

    /// <summary>Nodes come and go while records are written and read.</summary>
    public static StorageRow Churn(StorageTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        using var run = new StorageRun(trial);
        Use(run, trial);
        var seconds = trial.For.TotalSeconds;
        run.Scatter(trial.Joins * seconds, trial.For, run.Join);
        run.Scatter(trial.Leaves * seconds, trial.For, run.Leave);
        run.Scatter(trial.Crashes * seconds, trial.For, run.Crash);
        run.Run(trial.For);
        return run.Finish();
    }

    /// <summary>Again and again two of a record's three holders crash at one instant, and two nodes join.</summary>
    public static StorageRow Pairs(StorageTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        using var run = new StorageRun(trial);
        Use(run, trial);
        run.Run(trial.For);
        for (var strike = 0; strike < trial.Nodes / 4; strike++)
        {
            run.UntilAllCopies();
            var key = run.Ledger.Keys[run.World.Choices.Next(run.Ledger.Keys.Count)];
            var spared = strike % 3;
            run.Crash([.. run.Ledger.Holders(key).Where((_, i) => i != spared).Select(i => run.World.Nodes[i])]);
            run.Join();
            run.Join();
            run.Run(BetweenStrikes);
        }

        return run.Finish();
    }

    /// <summary>A third of the nodes is cut off for a minute, and both sides go on writing and reading.</summary>
    public static StorageRow Partition(StorageTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        using var run = new StorageRun(trial);
        var third = trial.For / 3;
        Use(run, trial with { For = third });
        run.Run(third);
        foreach (var node in run.World.Nodes) node.Side = run.World.Choices.Chance(1.0 / 3) ? 1 : 0;
        run.World.Divide();
        run.Run(third);
        run.World.Heal();
        return run.Finish();
    }

    private static void Use(StorageRun run, StorageTrial trial)
    {
        run.Scatter(trial.Writes, trial.For, run.Load.Write);
        run.Scatter(trial.Overwrites, trial.For, run.Load.Overwrite);
        run.Scatter(trial.Reads, trial.For, run.Load.Read);
    }
}
