using System.Collections.Immutable;
using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;
using Rings.Sovereign.Secrets;

namespace Rings.Sovereign.GroupDids;

/// <summary>A key that is being generated, as it lies on the disk.</summary>
internal static class CeremonyCodec
{
    public static Proto.KeptCeremony Write(KeyCeremony ceremony)
    {
        var all = ((ImmutableSortedDictionary<int, SaidStatement>[])[ceremony.Firsts, ceremony.Seconds, ceremony.Confirms]).ToList();
        ByteString Own(int step) => ProtoBytes.Wrap(all[step].GetValueOrDefault(ceremony.Index) is { } own ? [.. own.Bytes] : []);
        return new()
        {
            Plan = GroupCodec.Write(ceremony.Plan),
            Joined = ceremony.IsJoined,
            Coefficients = { ceremony.Deal?.Coefficients.Select(one => ProtoBytes.Wrap(one.ToByteArray())) ?? [] },
            Key = ProtoBytes.Wrap(ceremony.Deal?.Key.ToByteArray() ?? []),
            OwnFirst = Own(0),
            OwnSecond = Own(1),
            OwnConfirm = Own(2),
            Said = { all.SelectMany(step => step.Values).Where(said => !said.IsOwn).Select(StatementCodec.Write) },
            Share = ProtoBytes.Wrap(ceremony.Share?.ToByteArray() ?? []),
            Faults = { ceremony.Faults.Select(fault => new Proto.KeptFault { Index = (uint)fault.Key, Fault = (uint)fault.Value }) },
            Evidence = { ceremony.Evidence.Select(message => ProtoBytes.Wrap(GroupCodec.Write(message))) },
        };
    }

    public static KeyCeremony Read(Did self, ReadOnlySpan<byte> bytes)
    {
        var kept = ProtoBytes.Parse(Proto.KeptCeremony.Parser, bytes, "KeptCeremony");
        var plan = GroupCodec.ReadPlan(kept.Plan);
        var own = ((ByteString[])[kept.OwnFirst, kept.OwnSecond, kept.OwnConfirm]).Where(said => !said.IsEmpty)
            .Select(said => SaidStatement.Own(StatementCodec.Read(said.Span)));
        return KeyCeremony.Load(
            plan, plan.PlaceOf(self), kept.Joined,
            kept.Key.IsEmpty ? null : new(
                [.. kept.Coefficients.Select(one => Edwards25519Scalar.Read(one.Span, "KeptCeremony.coefficients"))],
                Bytes32.Read(kept.Key.Span, "KeptCeremony.key")),
            kept.Share.IsEmpty ? null : Edwards25519Scalar.Read(kept.Share.Span, "KeptCeremony.share"),
            own.Concat(kept.Said.Select(StatementCodec.Read)),
            kept.Faults.ToImmutableSortedDictionary(fault => (int)fault.Index, fault => (CeremonyFault)fault.Fault),
            [.. kept.Evidence.Select(message => GroupCodec.Read(message.Span, isOwnTaken: true))]);
    }
}
