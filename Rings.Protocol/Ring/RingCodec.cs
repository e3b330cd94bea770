using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Rings.Protocol.Wire;
using What = Rings.Protocol.Proto.RingMessage.WhatOneofCase;

namespace Rings.Protocol.Ring;

/// <summary>Between a <see cref="RingMessage"/> and its bytes: the body of a transaction of kind <c>KIND_RING</c>
/// (<c>Ring/ring.proto</c>).</summary>
internal static class RingCodec
{
    /// <summary>Entries of a list at most.</summary>
    public const int MaxList = 32;

    /// <summary>Writes a message.</summary>
    public static byte[] Write(RingMessage message) => ToProto(message).ToByteArray();

    /// <summary>Reads a message; null when it is one of a later version, to be answered <c>Unsupported</c>.</summary>
    /// <exception cref="ProtocolException">The bytes break a rule.</exception>
    public static RingMessage? Read(ReadOnlySpan<byte> body)
    {
        var message = ProtoBytes.Parse(Proto.RingMessage.Parser, body, "RingMessage");
        return message.WhatCase switch
        {
            What.FindOwner => new RingMessage.FindOwner(Did(message.FindOwner.Key, "FindOwner.key")),
            What.FindNext => new RingMessage.FindNext(Did(message.FindNext.Key, "FindNext.key"), message.FindNext.Final),
            What.AskNeighbours => RingMessage.AskNeighbours.Instance,
            What.Probe => RingMessage.Probe.Instance,
            What.OwnerFound => Read(message.OwnerFound),
            What.NextFound => Read(message.NextFound),
            What.Neighbours => Read(message.Neighbours),
            What.Alive => RingMessage.Alive.Instance,
            What.Changed => RingMessage.Changed.Instance,
            What.Notify => new RingMessage.Notify(Dids(message.Notify.Predecessors, "Notify.predecessors")),
            What.Bridge => new RingMessage.Bridge(message.Bridge.Id, Did(message.Bridge.Contact, "Bridge.contact")),
            What.Leaving => new RingMessage.Leaving(
                message.Leaving.HasPredecessor ? Did(message.Leaving.Predecessor, "Leaving.predecessor") : null,
                Dids(message.Leaving.Successors, "Leaving.successors")),
            _ => null,
        };
    }

    private static RingMessage.OwnerFound Read(Proto.RingMessage.Types.OwnerFound found) => new(
        Did(found.Owner, "OwnerFound.owner"),
        found.HasPredecessor ? Did(found.Predecessor, "OwnerFound.predecessor") : null,
        Dids(found.Successors, "OwnerFound.successors"),
        found.Hops is >= 1 and <= 32 ? (int)found.Hops : throw new ProtocolException("OwnerFound.hops", "1 to 32"));

    private static RingMessage.NextFound Read(Proto.RingMessage.Types.NextFound found) => new(
        found.IsOwner,
        found.Final,
        found.HasPredecessor ? Did(found.Predecessor, "NextFound.predecessor") : null,
        Dids(found.Nodes, "NextFound.nodes"));

    private static RingMessage.Neighbours Read(Proto.RingMessage.Types.Neighbours neighbours) => new(
        neighbours.Phase == (uint)RingPhase.Member ? RingPhase.Member : RingPhase.Joining,
        neighbours.HasPredecessor ? Did(neighbours.Predecessor, "Neighbours.predecessor") : null,
        Dids(neighbours.Nearer, "Neighbours.nearer"),
        Dids(neighbours.Successors, "Neighbours.successors"));

    private static Did Did(ByteString bytes, string field) => ProtoBytes.ReadDid(bytes, field);

    private static ImmutableArray<Did> Dids(RepeatedField<ByteString> dids, string field) => dids.Count <= MaxList
        ? [.. dids.Select(did => Did(did, field))]
        : throw new ProtocolException(field, $"at most {MaxList}");

    private static Proto.RingMessage ToProto(RingMessage message) => message switch
    {
        RingMessage.FindOwner find => new() { FindOwner = new() { Key = Bytes(find.Key) } },
        RingMessage.FindNext find => new() { FindNext = new() { Key = Bytes(find.Key), Final = find.Final } },
        RingMessage.AskNeighbours => new() { AskNeighbours = new() },
        RingMessage.Probe => new() { Probe = new() },
        RingMessage.OwnerFound found => new() { OwnerFound = ToProto(found) },
        RingMessage.NextFound found => new() { NextFound = ToProto(found) },
        RingMessage.Neighbours neighbours => new() { Neighbours = ToProto(neighbours) },
        RingMessage.Alive => new() { Alive = new() },
        RingMessage.Changed => new() { Changed = new() },
        RingMessage.Notify notify => new() { Notify = new() { Predecessors = { Bytes(notify.Predecessors) } } },
        RingMessage.Bridge bridge => new() { Bridge = new() { Id = bridge.Id, Contact = Bytes(bridge.Contact) } },
        RingMessage.Leaving leaving => new() { Leaving = ToProto(leaving) },
        _ => throw new ArgumentOutOfRangeException(nameof(message)),
    };

    private static Proto.RingMessage.Types.OwnerFound ToProto(RingMessage.OwnerFound found)
    {
        var proto = new Proto.RingMessage.Types.OwnerFound
        {
            Owner = Bytes(found.Owner),
            Successors = { Bytes(found.Successors) },
            Hops = (uint)found.Hops,
        };
        if (found.Predecessor is { } predecessor) proto.Predecessor = Bytes(predecessor);
        return proto;
    }

    private static Proto.RingMessage.Types.NextFound ToProto(RingMessage.NextFound found)
    {
        var proto = new Proto.RingMessage.Types.NextFound
        {
            IsOwner = found.IsOwner,
            Final = found.Final,
            Nodes = { Bytes(found.Nodes) },
        };
        if (found.Predecessor is { } predecessor) proto.Predecessor = Bytes(predecessor);
        return proto;
    }

    private static Proto.RingMessage.Types.Neighbours ToProto(RingMessage.Neighbours neighbours)
    {
        var proto = new Proto.RingMessage.Types.Neighbours
        {
            Phase = (uint)neighbours.Phase,
            Nearer = { Bytes(neighbours.Nearer) },
            Successors = { Bytes(neighbours.Successors) },
        };
        if (neighbours.Predecessor is { } predecessor) proto.Predecessor = Bytes(predecessor);
        return proto;
    }

    private static Proto.RingMessage.Types.Leaving ToProto(RingMessage.Leaving leaving)
    {
        var proto = new Proto.RingMessage.Types.Leaving { Successors = { Bytes(leaving.Successors) } };
        if (leaving.Predecessor is { } predecessor) proto.Predecessor = Bytes(predecessor);
        return proto;
    }

    private static ByteString Bytes(Did did) => ProtoBytes.Wrap(did.ToByteArray());

    private static IEnumerable<ByteString> Bytes(ImmutableArray<Did> dids) => dids.Select(Bytes);
}
