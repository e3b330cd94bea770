using Rings.Protocol;
using Rings.Protocol.EndToEnd;
using Rings.Protocol.Identity;
using Rings.Protocol.Storage;
using Rings.Protocol.Wire;
using Rings.TestKit;
using Rings.TestKit.Liars;
using Address = Rings.Protocol.EndToEnd.Address;

namespace Rings.Actors.Tests.Simulation;

/// <summary>
/// What a member with valid keys may do to sessions and records of others: it has a link to one node, speaks for as many
/// Dids as it likes, and keeps within the rates of the wire.
/// </summary>
internal sealed class DishonestMember
{
    private readonly SimulatedRing _ring;
    private readonly LiarFrames _frames;
    private readonly SeededRandom _random = new(20);
    private int _strangers;

    /// <summary>Links to a node.</summary>
    /// <param name="ring">Where.</param>
    /// <param name="node">The node.</param>
    /// <param name="name">Its name, from which its keys follow.</param>
    public DishonestMember(SimulatedRing ring, SimulatedNode node, string name)
    {
        (_ring, _frames) = (ring, new LiarFrames(ring.World.Time));
        Peer = LiarPeer.LinkTo(ring, node, name);
    }

    /// <summary>Its end of the link.</summary>
    public LiarPeer Peer { get; }

    private Instant Now => Instant.From(_ring.World.Time.GetUtcNow());

    /// <summary>Another Did: it costs nothing.</summary>
    public Signer NewDid() => _ring.NewSigner($"{Peer.Did}-{++_strangers}");

    /// <summary>Says hellos whose inner signature is none: worthless, and nothing in them had to be computed.</summary>
    public void SayWorthlessHellos(Did to, int count, int perSecond) => Say(count, perSecond, () =>
    {
        var hello = HelloOf(Peer.Signer, to).Bytes.ToArray();
        hello[^1] ^= 1;
        return _frames.Genuine(Peer.Signer, to, Kind.SessionHello, body: hello);
    });

    /// <summary>Says hellos that are right, all of its own Did.</summary>
    public void SayHellos(Did to, int count, int perSecond) => Say(count, perSecond, () =>
        _frames.Genuine(Peer.Signer, to, Kind.SessionHello, body: HelloOf(Peer.Signer, to).Bytes.ToArray()));

    /// <summary>Says hellos that are right, each of a Did that nobody has seen.</summary>
    public void SayHellosOfStrangers(Did to, int count, int perSecond) => Say(count, perSecond, () =>
    {
        var stranger = NewDid();
        return _frames.Genuine(stranger, to, Kind.SessionHello, body: HelloOf(stranger, to).Bytes.ToArray());
    });

    /// <summary>Watches keys, of its own Did.</summary>
    public void Watch(Did holder, IEnumerable<Did> keys)
    {
        foreach (var key in keys) Peer.Send(WatchOf(Peer.Signer, holder, key));
        _ring.World.Run(TimeSpan.FromSeconds(1));
    }

    /// <summary>Watches one key, of so many Dids that nobody has seen.</summary>
    public void WatchAsStrangers(Did holder, Did key, int count, int perSecond) =>
        Say(count, perSecond, () => WatchOf(NewDid(), holder, key));

    /// <summary>What it was answered about records.</summary>
    public IEnumerable<StorageMessage?> Answers() => Peer.Frames
        .Where(frame => EnvelopeView.Read(frame).Transaction.Kind == Kind.Storage)
        .Select(frame => StorageCodec.Read(EnvelopeView.Read(frame).Transaction.Body));

    private byte[] WatchOf(Signer from, Did holder, Did key) => _frames.Genuine(
        from, holder, Kind.Storage, body: StorageCodec.Write(new StorageMessage.Watch(key)));

    private SignedPayload HelloOf(Signer from, Did to)
    {
        using var initiator = SessionInitiator.Begin(
            from, new Address(from.Ring, to), SessionRules.Suites, _random.Fill, Now);
        return initiator.Hello;
    }

    private void Say(int count, int perSecond, Func<byte[]> frame) =>
        Peer.SendFor(TimeSpan.FromSeconds((double)count / perSecond), perSecond, frame);
}
