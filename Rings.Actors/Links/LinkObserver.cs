using Akka.Actor;
using Rings.Actors.Frames;
using Rings.Protocol.Limits;
using Rings.Protocol.Paths;
using Rings.Protocol.Wire;
using Rings.Transport;

namespace Rings.Actors.Links;

/// <summary>
/// Carries what a connection and its lanes tell from the transport's threads into the mailbox of its actor.
/// </summary>
/// <param name="connection">The actor.</param>
/// <param name="bound">
/// Bytes of frames that the mailbox may hold: what the peer may send by its credit, and some control.
/// </param>
/// <param name="held">The link's share of what the node holds: each frame counts there from now on.</param>
internal sealed class LinkObserver(IActorRef connection, long bound, SharedStock.Share held) : IPeerConnectionObserver
{
    /// <summary>Bytes of packets for paths that are closed already.</summary>
    private const long ClosedPaths = 8L << 20;

    private long _waiting;
    private long _packets;
    private long _promised = -1;

    private IActorRef Connection => connection;

    public IDataChannelObserver ForLane(Lane lane) => new LaneObserver(this, lane);

    public void OnConnectionStateChange(PeerConnectionState state, string? reason) =>
        connection.Tell(new ConnectionProtocol.StateChanged(state, reason), ActorRefs.NoSender);

    public void OnPathFound() => connection.Tell(ConnectionProtocol.PathSeen.Instance, ActorRefs.NoSender);

    /// <summary>All lanes are negotiated: a channel that the peer opens in band has no place here.</summary>
    public void OnDataChannel(DataChannel channel) => channel.Close();

    /// <summary>
    /// What the link's paths are promised, as costs: the mailbox may hold that besides. Before it is set the link has no
    /// paths, and packets are frames like others.
    /// </summary>
    public void Promise(long bytes) => Volatile.Write(ref _promised, bytes);

    /// <summary>The actor has taken a packet out of its mailbox.</summary>
    public void PacketTaken(int bytes) => Interlocked.Add(ref _packets, -bytes);

    /// <summary>The actor has taken a frame out of its mailbox. It is held until the actor gives it back.</summary>
    public void Taken(int bytes) => Interlocked.Add(ref _waiting, -bytes);

    private void OnFrame(Lane lane, ReadOnlySpan<byte> frame)
    {
        var promised = Volatile.Read(ref _promised);
        if (promised >= 0 && lane == Lane.Stream && PathFrame.IsPacket(frame))
        {
            // A packet's frame is longer than its cost by a head of 17 bytes at most; and some may be on their way for
            // paths that were closed meanwhile.
            if (Interlocked.Add(ref _packets, frame.Length) > promised + (promised / 16) + ClosedPaths)
                throw new InvalidOperationException("the peer sends more of its paths than it was granted");
            connection.Tell(new ConnectionProtocol.PacketArrived(FrameBuffer.Copy(frame)), ActorRefs.NoSender);
            return;
        }

        if (Interlocked.Add(ref _waiting, frame.Length) > bound)
            throw new InvalidOperationException("the peer sends faster than its credit allows");
        held.Take(frame.Length);
        connection.Tell(new ConnectionProtocol.FrameArrived(lane, FrameBuffer.Copy(frame)), ActorRefs.NoSender);
    }

    private sealed class LaneObserver(LinkObserver link, Lane lane) : IDataChannelObserver
    {
        private readonly ConnectionProtocol.Drained _drained = new(lane);

        public void OnOpen(DataChannel channel) =>
            link.Connection.Tell(new ConnectionProtocol.ChannelOpened(lane), ActorRefs.NoSender);

        /// <remarks>Frames are binary. Text is none whatever its bytes are, as an empty message is none.</remarks>
        public void OnMessage(DataChannel channel, ReadOnlySpan<byte> message, bool binary) =>
            link.OnFrame(lane, binary ? message : []);

        public void OnBufferedAmountLow(DataChannel channel) => link.Connection.Tell(_drained, ActorRefs.NoSender);

        public void OnClose(DataChannel channel) =>
            link.Connection.Tell(new ConnectionProtocol.ChannelClosed(lane), ActorRefs.NoSender);
    }
}
