using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>Keeps nothing: for a node that makes a new session key at each start.</summary>
internal sealed class NoReplayStore : IReplayStore
{
    public ulong SequenceMark => 0;

    public IEnumerable<ReplayMark> Load() => [];

    public void Keep(in ReplayMark mark)
    {
    }

    public void KeepSequence(ulong mark)
    {
    }

    public void BeginSession(Ed25519PublicKey session)
    {
    }

    public bool KeepMessage(ReadOnlySpan<byte> mark, Instant until) => true;

    public void Forget(Instant now)
    {
    }

    public void Dispose()
    {
    }
}
