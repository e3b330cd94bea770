using Rings.Actors.Disk;
using Rings.Actors.Messages;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Actors.Tests.Messages;

/// <summary>A store whose disk a test can fill, or break.</summary>
internal sealed class TroubledReplayStore : IReplayStore
{
    /// <summary>What is wrong with the disk; null: nothing.</summary>
    public StoreTrouble? Trouble { get; set; }

    /// <summary>Thrown by the next commit: a fault of the program.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How many commits there were.</summary>
    public int Commits { get; private set; }

    /// <summary>The marks that are durable.</summary>
    public List<ReplayMark> Marks { get; } = [];

    private readonly List<ReplayMark> _gathered = [];

    public ulong SequenceMark { get; private set; }

    public IEnumerable<ReplayMark> Load() => Marks;

    public void Keep(in ReplayMark mark) => _gathered.Add(mark);

    public void KeepSequence(Ed25519PublicKey session, ulong mark) => SequenceMark = mark;

    public bool KeepMessage(ReadOnlySpan<byte> mark, Instant until) => true;

    public void Forget(Instant now)
    {
    }

    public void Begin()
    {
        if (Probe() is { } wrong) throw wrong;
    }

    public void Commit()
    {
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }

        Commits++;
        Marks.AddRange(_gathered);
        _gathered.Clear();
    }

    public void Rollback() => _gathered.Clear();

    public StoreException? Probe() => Trouble is { } wrong ? StoreException.Of("replay.db", wrong) : null;

    public void Dispose() => _gathered.Clear();
}
