using Google.Protobuf;
using Rings.Protocol;
using Rings.Protocol.Wire;
using Rings.Sovereign.Groups;

namespace Rings.Sovereign.GroupDids;

/// <summary>A group as text for the machine that is to run for it: base64, nothing secret.</summary>
internal static class GroupCard
{
    /// <summary>The most characters.</summary>
    public const int MaxText = 8 * 1024;

    /// <summary>The text.</summary>
    public static string Of(GroupKey key) => Convert.ToBase64String(Write(key).ToByteArray());

    /// <summary>Reads one.</summary>
    /// <exception cref="ProtocolException">It is none.</exception>
    public static GroupKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            if (text.Length <= MaxText)
                return Read(ProtoBytes.Parse(Proto.GroupCard.Parser, Convert.FromBase64String(text.Trim()), "GroupCard"));
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new ProtocolException("GroupCard", "base64, as rings group card prints it");
    }

    internal static Proto.GroupCard Write(GroupKey key) => new()
    {
        Plan = GroupCodec.Write(key.Plan),
        Key = GroupCodec.Bytes(key.Key),
        Shares = { key.Shares.Select(GroupCodec.Bytes) },
    };

    /// <summary>Reads one from the disk.</summary>
    /// <exception cref="ProtocolException">It was never written so.</exception>
    internal static GroupKey Read(ReadOnlySpan<byte> bytes) => Read(ProtoBytes.Parse(Proto.GroupCard.Parser, bytes, "GroupCard"));

    internal static GroupKey Read(Proto.GroupCard? card)
    {
        var plan = GroupCodec.ReadPlan(card?.Plan);
        return card!.Shares.Count == plan.Count
            ? new(
                plan, Edwards25519Point.Read(card.Key.Span, "GroupCard.key"),
                [.. card.Shares.Select(share => Edwards25519Point.Read(share.Span, "GroupCard.shares"))])
            : throw new ProtocolException("GroupCard.shares", "one for each member");
    }
}
