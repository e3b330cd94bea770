using Google.Protobuf;
using Rings.Protocol.Ring;

namespace Rings.Protocol.Wire;

/// <summary>Between <see cref="LinkControl"/> and its bytes.</summary>
internal static class LinkControlCodec
{
    public static LinkControl? Read(ReadOnlySpan<byte> content)
    {
        var message = ProtoBytes.Parse(Proto.LinkControl.Parser, content, "LinkControl");
        return message.WhatCase switch
        {
            Proto.LinkControl.WhatOneofCase.Ping => new LinkControl.Ping(message.Ping.Number),
            Proto.LinkControl.WhatOneofCase.Pong => new LinkControl.Pong(message.Pong.Number),
            Proto.LinkControl.WhatOneofCase.Credit => Read(message.Credit),
            Proto.LinkControl.WhatOneofCase.Keep => new LinkControl.Keep(message.Keep.Needed),
            Proto.LinkControl.WhatOneofCase.Phase => new LinkControl.PhaseChanged(Read(message.Phase.Phase_)),
            Proto.LinkControl.WhatOneofCase.Hello => Read(message.Hello),
            Proto.LinkControl.WhatOneofCase.Forged => new LinkControl.Forged(
                PayloadHash.Read(message.Forged.TransactionHash.Span, "Forged.transaction_hash")),
            Proto.LinkControl.WhatOneofCase.GoAway => Read(message.GoAway),
            Proto.LinkControl.WhatOneofCase.Listens => Read(message.Listens),
            _ => null,
        };
    }

    public static byte[] ToFrame(LinkControl control)
    {
        var message = ToMessage(control);
        var length = message.CalculateSize();
        var frame = new byte[Frame.HeaderBytes(length) + length];
        var writer = new FieldWriter(frame);
        message.WriteTo(writer.Reserve(Frame.ControlField, length));
        return frame;
    }

    private static LinkControl.Credit Read(Proto.LinkControl.Types.Credit credit)
    {
        if (credit.Lane is < 1 or > 3) throw new ProtocolException("Credit.lane", "1 to 3");
        if (credit.Bytes > LinkControl.Credit.MaxBytes) throw new ProtocolException("Credit.bytes", "at most 2^32");
        if (credit.Frames > LinkControl.Credit.MaxFrames) throw new ProtocolException("Credit.frames", "at most 2^20");
        return new((Lane)credit.Lane, (long)credit.Bytes, (int)credit.Frames);
    }

    private static LinkControl.Hello Read(Proto.LinkControl.Types.Hello hello)
    {
        var limits = hello.Limits ?? throw new ProtocolException("Hello.limits", "to be there");
        if (limits.LaneBytes is < LinkControl.Hello.MinLaneBytes or > LinkControl.Credit.MaxBytes)
            throw new ProtocolException("Hello.limits.lane_bytes", "262,144 to 2^32");
        if (limits.LaneFrames is < LinkControl.Hello.MinLaneFrames or > LinkControl.Credit.MaxFrames)
            throw new ProtocolException("Hello.limits.lane_frames", "256 to 2^20");
        return new(
            LinkId.Read(hello.LinkId.Span, "Hello.link_id"),
            PayloadHash.Read(hello.OfferHash.Span, "Hello.offer_hash"),
            PayloadHash.Read(hello.AnswerHash.Span, "Hello.answer_hash"),
            (long)limits.LaneBytes, (int)limits.LaneFrames, Read(hello.Phase));
    }

    private static LinkControl.GoAway Read(Proto.LinkControl.Types.GoAway goAway)
    {
        if (goAway.Neighbours.Count > LinkControl.MaxNeighbours)
            throw new ProtocolException("GoAway.neighbours", "at most 16");
        var reason = (GoAwayReason)goAway.Reason;
        return new(
            Enum.IsDefined(reason) ? reason : GoAwayReason.Unknown,
            [.. goAway.Neighbours.Select(did => ProtoBytes.ReadDid(did, "GoAway.neighbours"))]);
    }

    private static LinkControl.Listens Read(Proto.LinkControl.Types.Listens listens) =>
        listens.Port is > 0 and <= ushort.MaxValue
            ? new((ushort)listens.Port)
            : throw new ProtocolException("Listens.port", "1 to 65,535");

    /// <summary>A phase of a later version counts as the one that may do least.</summary>
    private static RingPhase Read(Proto.NodePhase phase) =>
        phase == Proto.NodePhase.Member ? RingPhase.Member : RingPhase.Joining;

    private static Proto.LinkControl ToMessage(LinkControl control) => control switch
    {
        LinkControl.Ping ping => new() { Ping = new() { Number = ping.Number } },
        LinkControl.Pong pong => new() { Pong = new() { Number = pong.Number } },
        LinkControl.Credit credit => new()
        {
            Credit = new() { Lane = (uint)credit.Lane, Bytes = (ulong)credit.Bytes, Frames = (uint)credit.Frames },
        },
        LinkControl.Keep keep => new() { Keep = new() { Needed = keep.Needed } },
        LinkControl.PhaseChanged changed => new() { Phase = new() { Phase_ = (Proto.NodePhase)changed.Phase } },
        LinkControl.Hello hello => new() { Hello = ToMessage(hello) },
        LinkControl.Forged forged => new()
        {
            Forged = new() { TransactionHash = ProtoBytes.Wrap(forged.Transaction.ToByteArray()) },
        },
        LinkControl.GoAway goAway => new() { GoAway = ToMessage(goAway) },
        LinkControl.Listens listens => new() { Listens = new() { Port = listens.Port } },
        _ => throw new ArgumentOutOfRangeException(nameof(control)),
    };

    private static Proto.LinkControl.Types.Hello ToMessage(LinkControl.Hello hello) => new()
    {
        LinkId = ProtoBytes.Wrap(hello.LinkId.ToByteArray()),
        OfferHash = ProtoBytes.Wrap(hello.OfferHash.ToByteArray()),
        AnswerHash = ProtoBytes.Wrap(hello.AnswerHash.ToByteArray()),
        Limits = new() { LaneBytes = (ulong)hello.LaneBytes, LaneFrames = (uint)hello.LaneFrames },
        Phase = (Proto.NodePhase)hello.Phase,
    };

    private static Proto.LinkControl.Types.GoAway ToMessage(LinkControl.GoAway goAway)
    {
        var message = new Proto.LinkControl.Types.GoAway
        {
            Reason = (Proto.LinkControl.Types.GoAway.Types.Reason)goAway.Reason,
        };
        message.Neighbours.AddRange(goAway.Neighbours.Select(did => ProtoBytes.Wrap(did.ToByteArray())));
        return message;
    }
}
