using Rings.Actors.Disk;
using Rings.Actors.Messages;
using Rings.Protocol;
using Rings.Protocol.Crypto;

namespace Rings.TestKit;

/// <summary>
/// Remembers which end-to-end messages a node acted on, whatever ends it. A simulated node begins its numbers anew, so
/// marks of numbers are not kept.
/// </summary>
internal sealed class SimulatedReplayStore : IReplayStore
{
    private readonly HashSet<string> _messages = [];

    public ulong SequenceMark => 0;

    public IEnumerable<Rings.Protocol.Wire.ReplayMark> Load() => [];

    public void Keep(in Rings.Protocol.Wire.ReplayMark mark)
    {
    }

    public void KeepSequence(Ed25519PublicKey session, ulong mark)
    {
    }

    public bool KeepMessage(ReadOnlySpan<byte> mark, Instant until) => _messages.Add(Convert.ToHexString(mark));

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
