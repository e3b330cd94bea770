using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// Keeps over a restart what guards against messages being acted on twice (protocol.md, section 3). Used by one
/// thread at a time.
/// </summary>
internal interface IReplayStore : IDisposable
{
    /// <summary>At least every sequence number that this node has used.</summary>
    ulong SequenceMark { get; }

    /// <summary>The marks of others' messages.</summary>
    IEnumerable<ReplayMark> Load();

    /// <summary>Keeps a mark, before its message is acted on.</summary>
    void Keep(in ReplayMark mark);

    /// <summary>Keeps a mark of this node's own numbers, before a number above the last one is used.</summary>
    void KeepSequence(ulong mark);

    /// <summary>Another session key signs from now on: its numbers go on from the mark that is kept.</summary>
    void BeginSession(Ed25519PublicKey session);

    /// <summary>Keeps the mark of an end-to-end message, before it is acted on.</summary>
    /// <param name="mark">32 bytes.</param>
    /// <param name="until">Until when it is kept.</param>
    /// <returns>False where it is kept already.</returns>
    bool KeepMessage(ReadOnlySpan<byte> mark, Instant until);

    /// <summary>Forgets the marks whose time is over.</summary>
    void Forget(Instant now);
}
