using System.Buffers.Binary;
using System.Collections.Immutable;
using Akka.Actor;
using Rings.Actors.Paths;
using Rings.Protocol;
using Rings.Protocol.Paths;
using Rings.TestKit;
using static Rings.Actors.Paths.PathProtocol;

namespace Rings.Actors.Tests.Paths;

/// <summary>
/// One end of a path at a node of a <see cref="SimulatedRing"/>, without streams: it sends numbered packets whose bytes
/// follow from their numbers, and checks those that come.
/// </summary>
internal sealed class PathUser
{
    private const int PacketBytes = 4096;

    private readonly SimulatedRing _ring;
    private readonly SimulatedNode _node;
    private readonly IActorRef _actor;
    private PathEnd _end = new(isAccepted: false);
    private ulong _sent;
    private long _wanted;

    public PathUser(SimulatedRing ring, SimulatedNode node, string name)
    {
        (_ring, _node) = (ring, node);
        _actor = new SimulatedRing.Inbox(ring.System, name, Receive).Actor;
    }

    public SimulatedNode Node => _node;

    public PathPlace? Place { get; private set; }

    public PathAsked? Asked { get; private set; }

    public byte[]? Accepted { get; private set; }

    /// <summary>Whether it accepts what it is asked, and takes what comes.</summary>
    public bool Answers { get; set; } = true;

    public bool Reads { get; set; } = true;

    /// <summary>Why it ended, or never began.</summary>
    public PathCloseReason? Ended { get; private set; }

    /// <summary>Packets that came, in order.</summary>
    public ulong Received { get; private set; }

    public long ReceivedBytes { get; private set; }

    public List<string> Wrong { get; } = [];

    private ActorSelection Paths => _ring.System.System.ActorSelection(_node.Actor.Path / "paths");

    public void TakePaths() => Paths.Tell(new TakePaths(_actor));

    public void Open(Did to, byte[] body, params ImmutableArray<Did> except) =>
        Paths.Tell(new OpenPath(to, body, except, _actor, this));

    /// <summary>Sends so many bytes more, as fast as the path takes them.</summary>
    public void Send(long bytes)
    {
        _wanted += bytes;
        Offer();
    }

    public void Close(PathCloseReason reason)
    {
        Ended = reason;
        Place!.Link.Tell(new ClosePath(Place.Id, reason));
    }

    /// <summary>What came while it did not read is taken at last.</summary>
    public void Resume()
    {
        Reads = true;
        if (_held > 0) Place!.Link.Tell(new FreePath(Place.Id, _held));
        _held = 0;
    }

    private int _held;

    private void Receive(object message)
    {
        switch (message)
        {
            case PathOpened opened:
                Place = opened.Path;
                Offer();
                break;

            case PathFailed failed:
                Ended = failed.Reason;
                break;

            case PathAsked asked:
                (Asked, Place) = (asked, asked.Path);
                if (!Answers) break;
                _end = new(isAccepted: true);
                asked.Path.Link.Tell(new AcceptPath(asked.Path.Id, "accepted"u8.ToArray(), _actor));
                Offer();
                break;

            case AcceptPath accepted:
                if (Accepted is not null) Wrong.Add("it was accepted twice");
                Accepted = accepted.Opaque.ToArray();
                _end.Accepted();
                Offer();
                break;

            case PathWords several:
                foreach (var word in several.Words) Receive(word);
                break;

            case CarryPacket carried:
                Take(carried.Packet);
                break;

            case FreePath free:
                _end.Left(free.Cost, Instant.From(_ring.World.Time.GetUtcNow()));
                Offer();
                break;

            case ClosePath closed:
                if (Ended is not null) Wrong.Add("it ended twice");
                Ended = closed.Reason;
                break;

            default:
                Wrong.Add($"nobody expected {message}");
                break;
        }
    }

    private void Offer()
    {
        while (Place is { } place && Ended is null && _wanted > 0 && _end.Room >= PacketBytes)
        {
            var packet = PathPacket.Rent(PacketBytes);
            packet.Number = _sent;
            Fill(packet.Ciphertext, _sent++);
            _wanted -= PacketBytes;
            _end.Sent(packet.Cost);
            place.Link.Tell(new CarryPacket(place.Id, packet));
        }
    }

    private void Take(PathPacket packet)
    {
        Span<byte> expected = stackalloc byte[PacketBytes];
        Fill(expected, Received);
        if (packet.Number != Received) Wrong.Add($"packet {packet.Number} came where {Received} was expected");
        else if (!packet.Ciphertext.SequenceEqual(expected)) Wrong.Add($"packet {Received} came changed");
        Received++;
        ReceivedBytes += packet.CiphertextBytes;
        var cost = packet.Cost;
        packet.Release();
        if (Reads) Place!.Link.Tell(new FreePath(Place.Id, cost));
        else _held += cost;
    }

    private static void Fill(Span<byte> target, ulong number)
    {
        for (var at = 0; at < target.Length; at += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(target[at..], (number << 16) + (ulong)at);
    }
}
