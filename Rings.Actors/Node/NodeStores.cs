using Rings.Actors.Disk;
using Rings.Actors.Messages;
using Rings.Actors.Peers;
using Rings.Actors.Services;
using Rings.Actors.Sessions;
using Rings.Actors.Storage;
using Rings.Protocol.Storage;

namespace Rings.Actors.Node;

/// <summary>What a node keeps beyond a restart. Each store is owned, and closed, by the part that took it.</summary>
/// <param name="Replay">Marks of messages that were acted on.</param>
/// <param name="Records">The node's share of the ring's records.</param>
/// <param name="Own">What it is to put again before it expires.</param>
/// <param name="Services">What it provides to others.</param>
/// <param name="Peers">Peers that it had links with.</param>
/// <param name="Sessions">Prekeys and what else end-to-end messages need.</param>
internal sealed record NodeStores(
    StoreSource<IReplayStore> Replay, StoreSource<IRecordStore> Records, StoreSource<ISessionStore> Sessions,
    StoreSource<IOwnRecordStore> Own, StoreSource<IServiceStore> Services, IPeerStore Peers)
    : IDisposable
{
    /// <summary>Closes those that nobody took.</summary>
    public void Dispose()
    {
        Replay.Close();
        Records.Close();
        Sessions.Close();
        Own.Close();
        Services.Close();
    }
}
