using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// Keeps nothing over a start, for a node that makes a new session key at each; only its own numbers, for one that begins
/// anew under the same.
/// </summary>
internal sealed class NoReplayStore : IReplayStore
{
    public ulong SequenceMark { get; private set; }

    public IEnumerable<ReplayMark> Load() => [];

    public void Keep(in ReplayMark mark)
    {
    }

    public void KeepSequence(Ed25519PublicKey session, ulong mark) => SequenceMark = Math.Max(SequenceMark, mark);

    public bool KeepMessage(ReadOnlySpan<byte> mark, Instant until) => true;

    public void Forget(Instant now)
    {
    }

    public void Begin()
    {
    }

    public void Commit()
    {
    }

    public void Rollback()
    {
    }

    public StoreException? Probe() => null;

    public void Dispose()
    {
    }
}
