using Rings.Actors.Disk;
using Rings.Protocol;
using Rings.Protocol.Crypto;
using Rings.Protocol.Wire;

namespace Rings.Actors.Messages;

/// <summary>
/// Keeps over a restart what guards against messages being acted on twice (protocol.md, section 3).
/// </summary>
internal interface IReplayStore : IGroupStore
{
    /// <summary>At least every sequence number that was used under the session key when the store was opened.</summary>
    ulong SequenceMark { get; }

    /// <summary>The marks of others' messages.</summary>
    IEnumerable<ReplayMark> Load();

    /// <summary>Keeps a mark, before its message is acted on.</summary>
    void Keep(in ReplayMark mark);

    /// <summary>Keeps a mark of this node's own numbers under a session key, before a number above the last one is
    /// used.</summary>
    void KeepSequence(Ed25519PublicKey session, ulong mark);

    /// <summary>Keeps the mark of an end-to-end message, before it is acted on.</summary>
    /// <param name="mark">32 bytes.</param>
    /// <param name="until">Until when it is kept.</param>
    /// <returns>False where it is kept already.</returns>
    bool KeepMessage(ReadOnlySpan<byte> mark, Instant until);

    /// <summary>Forgets the marks whose time is over.</summary>
    void Forget(Instant now);
}
