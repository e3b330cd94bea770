using System.Collections.Immutable;
using CsCheck;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Tests.Ring;

/// <summary>Random values of the ring, edges included.</summary>
internal static class RingGens
{
    public static readonly Gen<Did> AnyDid = Gen.Frequency(
        (8, Gen.Byte.Array[Did.Bytes].Select(bytes => Did.Read(bytes))),
        (1, Gen.Int[0, 3].Select(step => Did.Zero + Distance.FromFraction(step / 4.0))),
        (1, Gen.Const(Did.Zero - Distance.PowerOfTwo(0))));

    public static readonly Gen<ImmutableArray<Did>> AnyDids = AnyDid.Array[0, 32].Select(dids => dids.ToImmutableArray());

    public static readonly Gen<RingMessage> AnyMessage = Gen.OneOf(
        AnyDid.Select(key => (RingMessage)new RingMessage.FindOwner(key)),
        Gen.Select(AnyDid, Gen.Bool).Select((key, final) => (RingMessage)new RingMessage.FindNext(key, final)),
        Gen.Const((RingMessage)RingMessage.AskNeighbours.Instance),
        Gen.Const((RingMessage)RingMessage.Probe.Instance),
        Gen.Const((RingMessage)RingMessage.Alive.Instance),
        Gen.Const((RingMessage)RingMessage.Changed.Instance),
        Gen.Select(AnyDid, AnyDid.Nullable(), AnyDids, Gen.Int[1, 32]).Select((owner, before, after, hops) =>
            (RingMessage)new RingMessage.OwnerFound(owner, before, after, hops)),
        Gen.Select(Gen.Bool, Gen.Bool, AnyDid.Nullable(), AnyDids).Select((isOwner, final, before, nodes) =>
            (RingMessage)new RingMessage.NextFound(isOwner, final, before, nodes)),
        Gen.Select(Gen.Bool, AnyDid.Nullable(), AnyDids, AnyDids).Select((isMember, before, nearer, after) =>
            (RingMessage)new RingMessage.Neighbours(
                isMember ? RingPhase.Member : RingPhase.Joining, before, nearer, after)),
        AnyDids.Select(dids => (RingMessage)new RingMessage.Notify(dids)),
        Gen.Select(Gen.ULong, AnyDid).Select((id, contact) => (RingMessage)new RingMessage.Bridge(id, contact)),
        Gen.Select(AnyDid.Nullable(), AnyDids).Select((before, after) => (RingMessage)new RingMessage.Leaving(before, after)));
}
