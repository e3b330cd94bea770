using Rings.Actors.Messages;
using Rings.Actors.Peers;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;

namespace Rings.Actors.Node;

/// <summary>What a node keeps beyond a restart. The node closes it when it stops.</summary>
/// <param name="Replay">Marks of messages that were acted on.</param>
/// <param name="Records">The node's share of the ring's records.</param>
/// <param name="Own">What it is to put again before it expires.</param>
/// <param name="Peers">Peers that it had links with.</param>
/// <param name="Sessions">Prekeys and what else end-to-end messages need.</param>
internal sealed record NodeStores(IReplayStore Replay, RecordStoreSource Records, ISessionStore Sessions,
    IOwnRecordStore Own, IPeerStore Peers)
    : IDisposable
{
    public void Dispose()
    {
        Replay.Dispose();
        Records.Close();
        Sessions.Dispose();
        Own.Dispose();
    }
}
